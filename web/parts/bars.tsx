import { formatCount } from '../text/numbers';
import classes from './bars.module.css';
import { TextLink } from './links';

/** A counted thing: its share of all in words, and where it leads, if that is to be said. */
export interface Bar {
  readonly name: string;
  readonly count: number;
  readonly share?: string;
  readonly href?: string;
}

/** Counts by name as horizontal bars over one scale. */
export function Bars({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <table className={classes.bars} aria-label={label}>
      <tbody>
        {bars.map(({ name, count, share, href }) => (
          <tr key={name}>
            <th scope="row">{href ? <TextLink href={href}>{name}</TextLink> : name}</th>
            <td className={classes.track}>
              <div className={classes.bar} style={{ width: `${(100 * count) / most}%` }} />
            </td>
            <td className={classes.count}>{formatCount(count)}</td>
            {share !== undefined && <td className={classes.count}>{share}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
