import { CoreError } from '../../errors';
import type { Random } from '../../tensors/random';

/** Draws a row: first a group (or a label) with equal probability, then one of its rows. */
export function balancedDraw(
  groups: readonly string[],
  sampling: 'group' | 'label',
): (random: Random) => number {
  const rows = new Map<string, number[]>();
  groups.forEach((group, row) => {
    const key = sampling === 'group' || group === 'authentic' ? group : 'adversarial';
    const list = rows.get(key) ?? [];
    list.push(row);
    rows.set(key, list);
  });
  const lists = [...rows.values()];
  if (!rows.has('authentic') || lists.length < 2)
    throw new CoreError(
      'DEGENERATE_DATA',
      `training rows: expected authentic ones and at least one attack, got ${[...rows.keys()].join(', ') || 'none'}`,
    );
  return (random) => {
    const list = lists[random.integer(lists.length)] ?? [];
    return list[random.integer(list.length)] ?? 0;
  };
}
