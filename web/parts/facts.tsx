import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** A fact: what it is, and what it says. */
export type Fact = readonly [title: string, value: ReactNode];

/** Facts of a thing: title and value, in as many columns as fit. */
export function Facts({ items }: { items: readonly Fact[] }) {
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
