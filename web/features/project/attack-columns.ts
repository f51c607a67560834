import type { LeaderboardEntryData } from './leaderboard';

/** A column of the ranking: an attack or a control. */
export interface AttackColumn {
  readonly key: string;
  readonly attackSetId: string;
  readonly name: string;
  /** The attack itself, as the head of the column says it first. */
  readonly what: string;
  /** What else the name says: whether it is a control, the budget, parameters; empty where there is nothing. */
  readonly how: string;
}

interface Judged {
  readonly rows: readonly Pick<LeaderboardEntryData['rows'][number], 'kind' | 'attackSet'>[];
}

/** Attacks and controls of all rows, in the order in which they first come. */
export function attackColumns(rows: readonly Judged[]): AttackColumn[] {
  const columns = new Map<string, AttackColumn>();
  for (const entry of rows.flatMap(({ rows: all }) => all)) {
    const { kind, attackSet } = entry;
    if (!attackSet || (kind !== 'ATTACK' && kind !== 'CONTROL')) continue;
    const key = columnOf(entry);
    columns.set(key, { key, attackSetId: attackSet.id, ...headOf(attackSet.name, kind === 'CONTROL') });
  }
  return [...columns.values()];
}

/** Key of the column that a row of an evaluation stands in. */
export function columnOf({ kind, attackSet }: Judged['rows'][number]): string {
  return `${kind} ${attackSet?.id}`;
}

/** Names that were made say the attack first, then after commas how it was made. */
function headOf(name: string, control: boolean): Pick<AttackColumn, 'name' | 'what' | 'how'> {
  const [what = name, ...rest] = name.split(', ');
  return { name, what, how: [...(control ? ['control'] : []), ...rest].join(', ') };
}
