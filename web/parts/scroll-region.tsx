import type { ReactNode } from 'react';
import classes from './scroll-region.module.css';

/** What may scroll sideways by itself, reachable by keyboard so that it can be scrolled without a mouse; a shadow says where more is. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  const look = className ? `${classes.scroll} ${className}` : classes.scroll;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={look} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
