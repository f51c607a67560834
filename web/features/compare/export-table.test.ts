import { expect, test } from 'vitest';
import { tableLatex } from './export-latex';
import { type ExportedTable, tableCsv, tableJson } from './export-table';
import { latexText } from './latex-text';
import type { MetricsRow, ResultCell } from './result-table';

const metrics = (auc: number | null): MetricsRow => ({
  kind: 'ATTACK',
  attackSet: { id: 'fgsm', name: 'FGSM' },
  nNegative: 200,
  nPositive: 431,
  auc,
  aucLow: auc === null ? null : auc - 0.01,
  aucHigh: auc === null ? null : auc + 0.01,
  eer: 0.05,
  tprAt1Fpr: 0.9,
  tprAt5Fpr: 0.95,
});
const cell = (evaluationId: string, of: Partial<ResultCell>): ResultCell => ({
  evaluationId,
  metrics: metrics(0.9412345),
  best: new Set(),
  againstBest: null,
  ...of,
});
const table: ExportedTable = {
  evaluations: [
    { id: 'a', name: 'kNN, "conv4"', strongestThreatLevel: 'ZERO' },
    { id: 'b', name: 'Map_1 & 100 %', strongestThreatLevel: 'PERFECT' },
  ],
  rows: [
    {
      key: 'ATTACK/fgsm',
      kind: 'ATTACK',
      label: 'FGSM',
      attackSetId: 'fgsm',
      cells: [
        cell('a', {
          againstBest: {
            a: 'a',
            b: 'b',
            attackSetId: 'fgsm',
            deltaAuc: -0.01,
            pValue: 0.31,
            significant: false,
          },
        }),
        cell('b', { metrics: metrics(0.95), best: new Set(['auc']) }),
      ],
    },
  ],
  over: 'successful adversarials',
};

test('CSV keeps numbers in full and quotes what needs it', () => {
  const [head, first, second, ...rest] = tableCsv(table).split('\n');
  expect(head?.split(',')).toHaveLength(13);
  expect(first).toBe(
    'FGSM,"kNN, ""conv4""",431,200,0.9412345,0.9312345,0.9512345,0.05,0.9,0.95,false,0.31,none',
  );
  expect(second).toMatch(/^FGSM,Map_1 & 100 %,.*(,true,,perfect)$/);
  expect(rest).toEqual(['']);
});

test('LaTeX is a booktabs table with the best in bold and a dagger where the difference is not significant', () => {
  const latex = tableLatex(table);
  for (const rule of ['\\toprule', '\\midrule', '\\bottomrule', '{lcc}']) expect(latex).toContain(rule);
  expect(latex).toContain('FGSM & 0.941$^\\dagger$ & \\textbf{0.950} \\\\');
  expect(latex).toContain('[0.931, 0.951]');
  expect(latex).toContain('Map\\_1 \\& 100 \\%');
});

test('a metric that could not be computed is a dash', () => {
  const [row] = table.rows;
  if (!row) throw new Error('no row');
  const empty = {
    ...table,
    rows: [{ ...row, cells: [cell('a', { metrics: metrics(null) }), cell('b', {})] }],
  };
  expect(tableLatex(empty)).toContain('FGSM & -- & 0.941');
});

test('a long head is broken at its commas, and every line of the table has as many columns', () => {
  const [first, ...others] = table.evaluations;
  const long = {
    ...table,
    evaluations: [{ ...first, name: 'Evolution map, medoid, cosine, LSTM' }, ...others],
  };
  const latex = tableLatex(long as typeof table); // the first is there
  expect(latex).toContain(
    // What marks it stands at its last word.
    '\\shortstack{\\textbf{Evolution map,}\\\\\\textbf{medoid, cosine,}\\\\\\textbf{LSTM}$^\\ddagger$}',
  );
  const lines = latex.split('\n').filter((line) => line.endsWith(' \\\\'));
  expect(new Set(lines.map((line) => line.match(/(?<!\\)&/g)?.length))).toEqual(new Set([2]));
});

test('a row may be called like an option of the end of the row before', () => {
  expect(latexText('[new] FGSM*')).toBe('{[}new] FGSM{*}');
});

test('more detectors than fit beside each other stand below each other', () => {
  const [row] = table.rows;
  if (!row) throw new Error('no row');
  const ids = ['a', 'b', 'c', 'd'];
  const latex = tableLatex({
    ...table,
    evaluations: ids.map((id) => ({ id, name: `Detector ${id}`, strongestThreatLevel: 'PERFECT' })),
    rows: [{ ...row, cells: ids.map((id) => cell(id, { best: new Set(id === 'c' ? ['auc'] : []) })) }],
  });
  expect(latex).toContain('\\begin{tabular}{lc}');
  expect(latex).toContain('Detector c & \\textbf{0.941} \\\\\n & {\\scriptsize [0.931, 0.951]} \\\\');
  expect(latex).toContain('best of its column');
});

test('LaTeX text has signs that pdfLaTeX lacks as mathematics', () => {
  expect(latexText('L₂, ε ≤ 0.1')).toBe(
    'L\\ensuremath{_2}, \\ensuremath{\\varepsilon} \\ensuremath{\\le} 0.1',
  );
  expect(latexText('Müller')).toBe('Müller');
});

test('LaTeX text escapes every special character', () => {
  expect(latexText('a\\b~c^d_e%')).toBe('a\\textbackslash{}b\\textasciitilde{}c\\textasciicircum{}d\\_e\\%');
});

test('a detector that nobody who knows it attacked is marked in each format, one that was attacked is not', () => {
  expect(tableCsv(table).split('\n')[0]).toMatch(/,adaptive_attack$/);
  const latex = tableLatex(table);
  expect(latex).toContain('\\textbf{kNN, "conv4"}$^\\ddagger$ & \\textbf{Map\\_1 \\& 100 \\%} \\\\');
  expect(latex).toContain('$\\ddagger$: no adaptive attack');
  expect(latex).not.toContain('\\S$');
  const attacked = table.evaluations.map((one) => ({ ...one, strongestThreatLevel: 'PERFECT' as const }));
  expect(tableLatex({ ...table, evaluations: attacked })).not.toContain('ddagger');
  const limited = table.evaluations.map((one) => ({ ...one, strongestThreatLevel: 'LIMITED' as const }));
  expect(tableLatex({ ...table, evaluations: limited })).toContain(
    '$\\S$: no attacker with more than limited',
  );
  const [row] = JSON.parse(tableJson(table)).rows;
  expect(row.results.map((one: { adaptiveAttack: string }) => one.adaptiveAttack)).toEqual([
    'none',
    'perfect',
  ]);
});

test('JSON carries the same table', () => {
  const parsed = JSON.parse(tableJson(table));
  expect(parsed.rows[0].results[1]).toMatchObject({
    evaluationId: 'b',
    best: ['auc'],
    metrics: { auc: 0.95 },
  });
});
