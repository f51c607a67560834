'use client';

import { useScheme } from '../theme/use-scheme';
import type { LineSeries } from './line-chart';
import classes from './line-key.module.css';

/** Names the curves of a chart under it, where names at their ends would lie over one another. */
export function LineKey({ series }: { readonly series: readonly LineSeries[] }) {
  const scheme = useScheme();
  return (
    <ul className={classes.key}>
      {series.map(({ id, label, color, dash }) => (
        <li key={id}>
          <svg width={26} height={8} aria-hidden="true">
            <line
              x1={0}
              x2={26}
              y1={4}
              y2={4}
              stroke={color[scheme]}
              strokeWidth={2}
              strokeDasharray={typeof dash === 'object' ? dash.join(' ') : undefined}
            />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
