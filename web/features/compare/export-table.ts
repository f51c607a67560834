import type { ThreatLevel } from '../../text/threat-words';
import type { ComparedEvaluation, ResultCell, ResultRow } from './result-table';

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

/** A booktabs table: AUC with its interval below, the best in bold, a dagger where the difference to it is not significant. */
export function tableLatex({ evaluations, rows, over }: ExportedTable): string {
  const columns = evaluations.map(
    ({ name, strongestThreatLevel }) => `${latexHead(name)}${latexMarks[strongestThreatLevel]}`,
  );
  const body = rows.flatMap(({ label, kind, cells }, at) => [
    ...(at > 0 && kind !== rows[at - 1]?.kind ? ['\\midrule'] : []),
    `${kind === 'MACRO' ? 'Macro-AUC' : latexText(label)} & ${cells.map(latexAuc).join(' & ')} \\\\`,
    ` & ${cells.map(latexInterval).join(' & ')} \\\\`,
  ]);
  return [
    '% needs \\usepackage{booktabs}',
    '\\begin{table}',
    '\\centering',
    `\\caption{Area under the ROC curve over ${latexText(over)}, with 95\\,\\% intervals (DeLong, clustered by original image). Bold: best of its row. $\\dagger$: not significantly different from the best (paired test, $p \\ge 0.05$).${markWords(evaluations)}}`,
    `\\begin{tabular}{l${'c'.repeat(evaluations.length)}}`,
    '\\toprule',
    ` & ${columns.join(' & ')} \\\\`,
    '\\midrule',
    ...body,
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

/** At the head of a detector's column. */
const latexMarks: Readonly<Record<ThreatLevel, string>> = {
  ZERO: '$^\\ddagger$',
  LIMITED: '$^\\S$',
  PERFECT: '',
};

/** What the marks at the heads mean, those that are there. */
function markWords(evaluations: ExportedTable['evaluations']): string {
  const there = new Set(evaluations.map(({ strongestThreatLevel }) => strongestThreatLevel));
  const none = there.has('ZERO')
    ? ' $\\ddagger$: no adaptive attack was made on this detector, so that its figures say nothing about an attacker who knows it.'
    : '';
  const limited = there.has('LIMITED')
    ? ' $\\S$: no attacker with more than limited knowledge was set on this detector.'
    : '';
  return `${none}${limited}`;
}

function latexAuc({ metrics, best, againstBest }: ResultCell): string {
  if (metrics?.auc === null || metrics?.auc === undefined) return '--';
  const value = metrics.auc.toFixed(3);
  const text = best.has('auc') ? `\\textbf{${value}}` : value;
  return againstBest && !againstBest.significant ? `${text}$^\\dagger$` : text;
}

function latexInterval({ metrics }: ResultCell): string {
  if (metrics === null || metrics.aucLow === null || metrics.aucHigh === null) return '';
  return `{\\scriptsize [${metrics.aucLow.toFixed(3)}, ${metrics.aucHigh.toFixed(3)}]}`;
}

const latexSpecial: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  // At the start of a row they would be read as the distance to the row before, or as a star of its end.
  '[': '{[}',
  '*': '{*}',
};

/** Letters of a column's head before it is broken: five columns then fit on a page. */
const mostHeadLetters = 18;

/** The head of a column, bold, broken at its commas into lines below each other. */
function latexHead(name: string): string {
  const lines: string[] = [];
  for (const part of name.split(/(?<=,) /)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length < mostHeadLetters)
      lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(part);
  }
  const bold = lines.map((line) => `\\textbf{${latexText(line)}}`);
  return bold.length > 1 ? `\\shortstack{${bold.join('\\\\')}}` : (bold[0] ?? '');
}

/** Text with the characters that LaTeX reads as commands escaped. */
export function latexText(text: string): string {
  return text.replace(/[\\~^&%$#_{}[*]/g, (character) => latexSpecial[character] ?? `\\${character}`);
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
