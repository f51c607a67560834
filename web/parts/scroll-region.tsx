import type { ReactNode } from 'react';

/** What may scroll sideways by itself, reachable by keyboard so that it can be scrolled without a mouse. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={className} style={{ overflow: 'auto' }} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
