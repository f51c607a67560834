import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** Facts of a thing: title and value, in as many columns as fit. */
export function Facts({ items }: { items: readonly (readonly [title: string, value: ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {items.map(([title, value]) => (
        <div key={title} className={classes.fact}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
