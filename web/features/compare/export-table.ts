import type { ThreatLevel } from '../../text/threat-words';
import type { ComparedEvaluation, ResultRow } from './result-table';

/** What is exported: the table as shown, and what it is over in words. */
export interface ExportedTable {
  readonly evaluations: readonly Pick<ComparedEvaluation, 'id' | 'name' | 'strongestThreatLevel'>[];
  readonly rows: readonly ResultRow[];
  /** Such as "successful adversarials against authentic inputs". */
  readonly over: string;
}

/** What the strongest attacker that was set on a detector knew, for programs. */
const adaptiveAttack: Readonly<Record<ThreatLevel, string>> = {
  ZERO: 'none',
  LIMITED: 'limited',
  PERFECT: 'perfect',
};

/** One line a cell, numbers in full: for reading by programs (RFC 4180, line feeds). */
export function tableCsv({ evaluations, rows }: ExportedTable): string {
  const head = [
    'inputs',
    'detector',
    'n_positive',
    'n_negative',
    'auc',
    'auc_low',
    'auc_high',
    'eer',
    'tpr_at_1_fpr',
    'tpr_at_5_fpr',
    'best_auc',
    'p_against_best',
    'adaptive_attack',
  ];
  const lines = rows.flatMap(({ label, cells }) =>
    cells.map(({ metrics, best, againstBest }, at) => [
      label,
      evaluations[at]?.name ?? '',
      metrics?.nPositive,
      metrics?.nNegative,
      metrics?.auc,
      metrics?.aucLow,
      metrics?.aucHigh,
      metrics?.eer,
      metrics?.tprAt1Fpr,
      metrics?.tprAt5Fpr,
      best.has('auc'),
      againstBest?.pValue,
      adaptiveAttack[evaluations[at]?.strongestThreatLevel ?? 'ZERO'],
    ]),
  );
  return `${[head, ...lines].map((line) => line.map(csvField).join(',')).join('\n')}\n`;
}

function csvField(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Everything in the table as JSON, for programs. */
export function tableJson({ evaluations, rows, over }: ExportedTable): string {
  const plain = rows.map(({ label, kind, attackSetId, cells }) => ({
    label,
    kind,
    attackSetId,
    results: cells.map(({ evaluationId, metrics, best, againstBest }, at) => ({
      evaluationId,
      name: evaluations[at]?.name,
      adaptiveAttack: adaptiveAttack[evaluations[at]?.strongestThreatLevel ?? 'ZERO'],
      metrics: metrics && { ...metrics, attackSet: undefined, kind: undefined },
      best: [...best],
      againstBest: againstBest && {
        deltaAuc: againstBest.deltaAuc,
        pValue: againstBest.pValue,
        significant: againstBest.significant,
      },
    })),
  }));
  return `${JSON.stringify({ over, rows: plain }, null, 2)}\n`;
}
