import { formatCount } from '../text/numbers';
import classes from './bars.module.css';

/** Counts by name as horizontal bars over one scale. */
export function Bars({ label, bars }: { label: string; bars: readonly { name: string; count: number }[] }) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <table className={classes.bars} aria-label={label}>
      <tbody>
        {bars.map(({ name, count }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className={classes.track}>
              <div className={classes.bar} style={{ width: `${(100 * count) / most}%` }} />
            </td>
            <td className={classes.count}>{formatCount(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
