import type { ThreatLevel } from '../../text/threat-words';

/** A row of an evaluation's own table, as the server gives it. */
export interface MetricsRow {
  readonly kind: 'MACRO' | 'ATTACK' | 'ATTACK_EPSILON' | 'ERROR' | 'CONTROL';
  readonly attackSet: { readonly id: string; readonly name: string } | null;
  readonly nNegative: number;
  readonly nPositive: number;
  readonly auc: number | null;
  readonly aucLow: number | null;
  readonly aucHigh: number | null;
  readonly eer: number | null;
  readonly tprAt1Fpr: number | null;
  readonly tprAt5Fpr: number | null;
}

/** A paired test of two evaluations; `attackSetId` null is the macro-AUC. */
export interface PairTest {
  readonly a: string;
  readonly b: string;
  readonly attackSetId: string | null;
  readonly deltaAuc: number;
  readonly pValue: number;
  readonly significant: boolean;
}

/** An evaluation with its rows; `id` names it, `name` is for people. */
export interface ComparedEvaluation {
  readonly id: string;
  readonly name: string;
  /** What the strongest attacker that was set on its detector knew. */
  readonly strongestThreatLevel: ThreatLevel;
  readonly rows: readonly MetricsRow[];
}

/** The metrics that the table shows, in order. */
export const tableMetrics = ['auc', 'eer', 'tprAt1Fpr', 'tprAt5Fpr'] as const;
/** One of `tableMetrics`. */
export type TableMetric = (typeof tableMetrics)[number];

/** One detector on one attack. */
export interface ResultCell {
  readonly evaluationId: string;
  readonly metrics: MetricsRow | null;
  /** Metrics in which it is the best of its row; ties share it. */
  readonly best: ReadonlySet<TableMetric>;
  /** Its paired test against the detector with the best AUC; null for that one itself, or where none was made. */
  readonly againstBest: PairTest | null;
}

/** One attack, or the macro average, errors or a control, over all detectors. */
export interface ResultRow {
  readonly key: string;
  readonly kind: MetricsRow['kind'];
  readonly label: string;
  readonly attackSetId: string | null;
  readonly cells: readonly ResultCell[];
}

const kindOrder: readonly MetricsRow['kind'][] = ['MACRO', 'ATTACK', 'ERROR', 'CONTROL'];
const lowerIsBetter: ReadonlySet<TableMetric> = new Set(['eer']);

/** Attack x detector: the macro average first, then each attack, errors, controls. Rows by epsilon are left out. */
export function resultTable(
  evaluations: readonly ComparedEvaluation[],
  pairs: readonly PairTest[],
): ResultRow[] {
  const keys = new Map<string, MetricsRow>();
  for (const kind of kindOrder)
    for (const { rows } of evaluations)
      for (const row of rows) if (row.kind === kind && !keys.has(keyOf(row))) keys.set(keyOf(row), row);
  return [...keys].map(([key, { kind, attackSet }]) => {
    const metrics = evaluations.map(({ rows }) => rows.find((row) => keyOf(row) === key) ?? null);
    return {
      key,
      kind,
      label: labelOf(kind, attackSet?.name),
      attackSetId: attackSet?.id ?? null,
      cells: cellsOf(evaluations, metrics, { kind, attackSetId: attackSet?.id ?? null, pairs }),
    };
  });
}

function keyOf({ kind, attackSet }: MetricsRow): string {
  return kind === 'ATTACK_EPSILON' ? '' : `${kind}/${attackSet?.id ?? ''}`;
}

function labelOf(kind: MetricsRow['kind'], name = ''): string {
  if (kind === 'MACRO') return 'Mean of attacks';
  if (kind === 'ERROR') return 'Errors';
  return name;
}

function cellsOf(
  evaluations: readonly ComparedEvaluation[],
  metrics: readonly (MetricsRow | null)[],
  of: { kind: MetricsRow['kind']; attackSetId: string | null; pairs: readonly PairTest[] },
): ResultCell[] {
  // Only on attacks is more detection better: a control should be at 0.5, and errors are told apart, not detected.
  const judged = (of.kind === 'MACRO' || of.kind === 'ATTACK') && evaluations.length > 1;
  const bestValue = new Map(tableMetrics.map((metric) => [metric, bestOf(metrics, metric)]));
  const leader = metrics.findIndex((row) => row?.auc !== null && row?.auc === bestValue.get('auc'));
  return evaluations.map(({ id }, at) => {
    const row = metrics[at] ?? null;
    const isBest = (metric: TableMetric) =>
      row !== null && row[metric] !== null && row[metric] === bestValue.get(metric);
    return {
      evaluationId: id,
      metrics: row,
      best: new Set(judged ? tableMetrics.filter(isBest) : []),
      againstBest:
        judged && at !== leader
          ? findPair(of.pairs, of.attackSetId, [id, evaluations[leader]?.id ?? ''])
          : null,
    };
  });
}

function bestOf(rows: readonly (MetricsRow | null)[], metric: TableMetric): number | null {
  const values = rows.map((row) => row?.[metric] ?? null).filter((value) => value !== null);
  if (values.length === 0) return null;
  return lowerIsBetter.has(metric) ? Math.min(...values) : Math.max(...values);
}

function findPair(
  pairs: readonly PairTest[],
  attackSetId: string | null,
  [one, other]: [string, string],
): PairTest | null {
  return (
    pairs.find(
      (pair) =>
        pair.attackSetId === attackSetId &&
        ((pair.a === one && pair.b === other) || (pair.a === other && pair.b === one)),
    ) ?? null
  );
}
