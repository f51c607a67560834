import { expect, test } from 'vitest';
import { evaluationRows } from './evaluate';
import { type EvaluatedSet, inputGroups, type ScoredInputs } from './scored-inputs';
import { chooseThresholds } from './thresholds';

type Row = readonly [group: (typeof inputGroups)[number], score: number, success?: number];

const sets: EvaluatedSet[] = [{ attack: 'fgsm', control: false, epsilons: [0.1] }];

function metrics(rows: readonly Row[]) {
  const attacked = (group: Row[0]) => group === 'adversarial';
  const inputs: ScoredInputs = {
    score: Float32Array.from(rows, ([, score]) => score),
    group: Uint8Array.from(rows, ([group]) => inputGroups.indexOf(group)),
    set: Uint8Array.from(rows, ([group]) => (attacked(group) ? 0 : 255)),
    epsilon: Uint8Array.from(rows, ([group]) => (attacked(group) ? 0 : 255)),
    success: Uint8Array.from(rows, ([, , success = 0]) => success),
    original: Uint32Array.from(rows, (_, at) => at),
  };
  const found = evaluationRows(inputs, sets, 'successful').find(({ kind }) => kind === 'attack');
  if (!found) throw new Error('expected a row of the attack');
  return found;
}

const numbers = [
  'auc',
  'aucLow',
  'aucHigh',
  'aupr',
  'eer',
  'eerThreshold',
  'accuracyAtEer',
  'fprAt95Tpr',
] as const;

test.each<[string, Row[]]>([
  [
    'no input was attacked',
    [
      ['authentic', 0.1],
      ['authentic', 0.4],
    ],
  ],
  [
    'no attack succeeded',
    [
      ['authentic', 0.1],
      ['authentic', 0.4],
      ['adversarial', 0.9, 0],
    ],
  ],
  [
    'no input is authentic',
    [
      ['adversarial', 0.2, 1],
      ['adversarial', 0.9, 1],
    ],
  ],
])('where %s there is no number, and the counts say why', (_, rows) => {
  const row = metrics(rows);
  for (const name of numbers) expect(row[name]).toBeNull();
  expect(Math.min(row.nNegative, row.nPositive)).toBe(0);
});

test('one authentic input gives an AUC that is a share of its pairs, and a finite interval around it', () => {
  const row = metrics([
    ['authentic', 0.4],
    ['adversarial', 0.2, 1],
    ['adversarial', 0.5, 1],
    ['adversarial', 0.9, 1],
  ]);
  expect(row.auc).toBeCloseTo(2 / 3, 12);
  for (const name of numbers) {
    const value = row[name];
    expect(value === null || Number.isFinite(value), `${name}: ${value}`).toBe(true);
  }
});

test('where all scores are equal nothing is told apart: AUC 0.5, every rate at chance', () => {
  const row = metrics([
    ['authentic', 0.5],
    ['authentic', 0.5],
    ['adversarial', 0.5, 1],
    ['adversarial', 0.5, 1],
  ]);
  expect([row.auc, row.eer, row.accuracyAtEer, row.fprAt95Tpr]).toEqual([0.5, 0.5, 0.5, 1]);
  expect([row.tprAt1Fpr, row.tprAt5Fpr]).toEqual([0, 0]);
});

test('thresholds on one authentic image, and on none attacked, promise nothing that they cannot keep', () => {
  const chosen = chooseThresholds({ authentic: Float32Array.of(0.5), attacked: new Float32Array(0) }, [0.05]);
  expect(chosen.map(({ rule, threshold }) => [rule, threshold])).toEqual([
    ['falsePositiveRate', 0.5],
    ['conformal', null],
  ]);
});
