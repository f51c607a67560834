import { expect, test } from 'vitest';
import { type ComparedEvaluation, type MetricsRow, type PairTest, resultTable } from './result-table';

const fgsm = { id: 'fgsm', name: 'FGSM' };
const noise = { id: 'noise', name: 'Random noise' };

function row(kind: MetricsRow['kind'], attackSet: MetricsRow['attackSet'], auc: number | null): MetricsRow {
  const rates = { eer: auc === null ? null : 1 - auc, tprAt1Fpr: auc, tprAt5Fpr: 0.5 };
  return { kind, attackSet, nNegative: 200, nPositive: 100, auc, aucLow: null, aucHigh: null, ...rates };
}

const evaluations: ComparedEvaluation[] = [
  {
    id: 'knn',
    name: 'kNN',
    strongestThreatLevel: 'ZERO',
    rows: [row('CONTROL', noise, 0.53), row('ATTACK', fgsm, 0.94), row('MACRO', null, 0.94)],
  },
  {
    id: 'map',
    name: 'Map',
    strongestThreatLevel: 'ZERO',
    rows: [
      row('MACRO', null, 0.99),
      row('ATTACK', fgsm, 0.99),
      row('ATTACK_EPSILON', fgsm, 0.8),
      row('CONTROL', noise, 0.73),
    ],
  },
];
const pair: PairTest = {
  a: 'knn',
  b: 'map',
  attackSetId: 'fgsm',
  deltaAuc: -0.05,
  pValue: 0.2,
  significant: false,
};

test('orders the macro average, attacks and controls, without rows by epsilon', () => {
  expect(resultTable(evaluations, []).map(({ label }) => label)).toEqual([
    'Mean of attacks',
    'FGSM',
    'Random noise',
  ]);
});

test('marks the best of a row, where less is better too, and all that tie', () => {
  const [knn, map] = resultTable(evaluations, [])[1]?.cells ?? [];
  expect([...(map?.best ?? [])]).toEqual(['auc', 'eer', 'tprAt1Fpr', 'tprAt5Fpr']);
  expect([...(knn?.best ?? [])]).toEqual(['tprAt5Fpr']);
});

test('nothing is best on a control', () => {
  expect(resultTable(evaluations, [])[2]?.cells.map(({ best }) => best.size)).toEqual([0, 0]);
});

test('tells the paired test against the best, whichever way round it was made', () => {
  const [knn, map] = resultTable(evaluations, [{ ...pair, a: 'map', b: 'knn' }])[1]?.cells ?? [];
  expect(knn?.againstBest?.pValue).toBe(0.2);
  expect(map?.againstBest).toBeNull();
});

test('an attack that one detector was not judged on leaves an empty cell', () => {
  const pgd = { id: 'pgd', name: 'PGD' };
  const [one, two] = evaluations as [ComparedEvaluation, ComparedEvaluation];
  const table = resultTable([one, { ...two, rows: [...two.rows, row('ATTACK', pgd, 0.9)] }], []);
  expect(
    table.find(({ label }) => label === 'PGD')?.cells.map(({ metrics }) => metrics?.auc ?? null),
  ).toEqual([null, 0.9]);
});
