import type { ThreatLevel } from '../../text/threat-words';
import type { ExportedTable } from './export-table';
import { latexHead, latexText } from './latex-text';
import type { ResultCell, ResultRow } from './result-table';

/** So many detectors stand beside each other on a page; more stand below each other. */
const mostColumns = 3;
/** So many lines have a page's usual size of letters. */
const mostLines = 25;

/**
 * A booktabs table: AUC with its interval, the best in bold, a dagger where the difference to it is not significant. It is
 * made narrower where it would not fit between the margins.
 */
export function tableLatex(table: ExportedTable): string {
  const { evaluations, over } = table;
  const below = evaluations.length > mostColumns;
  const { columns, head, body } = below ? detectorsBelow(table) : detectorsBeside(table);
  return [
    '% needs \\usepackage{booktabs} and \\usepackage{graphicx}; letters beyond Latin and Greek want XeLaTeX or LuaLaTeX',
    '\\begin{table}',
    '\\centering',
    // Captions of the standard classes are made to stand below: over a table they would touch its rule.
    '\\setlength{\\belowcaptionskip}{6pt}',
    ...(below && evaluations.length > mostLines ? ['\\footnotesize'] : []),
    `\\caption{Area under the ROC curve over ${latexText(over)}, with 95\\,\\% intervals (DeLong, clustered by original image). Bold: best of its ${below ? 'column' : 'row'}. $\\dagger$: not significantly different from the best (paired test, $p \\ge 0.05$).${markWords(evaluations)}}`,
    '\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%',
    `\\begin{tabular}{l${'c'.repeat(columns)}}`,
    '\\toprule',
    ` & ${head.join(' & ')} \\\\`,
    '\\midrule',
    ...body,
    '\\bottomrule',
    '\\end{tabular}}',
    '\\end{table}',
    '',
  ].join('\n');
}

interface Layout {
  readonly columns: number;
  readonly head: readonly string[];
  readonly body: readonly string[];
}

/** A detector a column, an attack a row, intervals below their values. */
function detectorsBeside({ evaluations, rows }: ExportedTable): Layout {
  return {
    columns: evaluations.length,
    head: evaluations.map(({ name, strongestThreatLevel }) =>
      latexHead(name, latexMarks[strongestThreatLevel]),
    ),
    body: rows.flatMap((row, at) => [
      ...(at > 0 && row.kind !== rows[at - 1]?.kind ? ['\\addlinespace'] : []),
      `${latexText(titleOf(row))} & ${row.cells.map(latexAuc).join(' & ')} \\\\`,
      ` & ${row.cells.map(latexInterval).join(' & ')} \\\\`,
    ]),
  };
}

/** A detector a row, an attack a column, intervals below their values, of many detectors beside them. */
function detectorsBelow({ evaluations, rows }: ExportedTable): Layout {
  return {
    columns: rows.length,
    head: rows.map((row) => latexHead(titleOf(row))),
    body: evaluations.flatMap(({ name, strongestThreatLevel }, at) => {
      const title = `${latexText(name)}${latexMarks[strongestThreatLevel]}`;
      const [values, intervals] = [latexAuc, latexInterval].map((write) =>
        rows.map(({ cells }) => (cells[at] ? write(cells[at]) : '')),
      ) as [string[], string[]]; // one list for each of the two
      if (evaluations.length > mostLines)
        return [`${title} & ${values.map((value, of) => `${value} ${intervals[of]}`).join(' & ')} \\\\`];
      return [`${title} & ${values.join(' & ')} \\\\`, ` & ${intervals.join(' & ')} \\\\`];
    }),
  };
}

function titleOf({ kind, label }: ResultRow): string {
  return kind === 'MACRO' ? 'Macro-AUC' : label;
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
