import {
  accuracyAbove,
  auc,
  aucInterval,
  averagePrecision,
  type EvaluatedSet,
  equalErrorRate,
  estimateAuc,
  evaluationRows,
  inputGroups,
  rocCurve,
  type ScoredInputs,
} from '@fiducial/core/metrics';
import { seededRandom } from '@fiducial/core/tensors';
import { describe, expect, test } from 'vitest';
import { cases } from './cases';

// All of it is double precision on both sides: 12 decimals leave room for the order of additions.
const decimals = 12;

describe('the worked ROC case', () => {
  const { negative, positive, ...expected } = cases.auc;

  test('has its AUC, equal-error rate, threshold and accuracy', () => {
    expect(auc({ negative, positive })).toBeCloseTo(expected.auc, decimals);
    const equal = equalErrorRate(rocCurve({ negative, positive }));
    expect(equal).toEqual({
      rate: expect.closeTo(expected.eer, decimals),
      threshold: expected.eer_threshold,
    });
    expect(accuracyAbove({ negative, positive }, equal.threshold)).toBeCloseTo(
      expected.accuracy_strict,
      decimals,
    );
  });

  test('counts ties a half', () => {
    expect(auc(expected.ties)).toBeCloseTo(expected.ties.auc, decimals);
  });
});

test('the equal-error threshold is looked for over all thresholds', () => {
  const { labels, scores, ...expected } = cases.equalErrorRate;
  const of = (label: number) => scores.filter((_, row) => labels[row] === label);
  const groups = { negative: of(0), positive: of(1) };
  expect(auc(groups)).toBeCloseTo(expected.auc, decimals);
  const { rate, threshold } = equalErrorRate(rocCurve(groups));
  expect(threshold).toBe(expected.threshold_over_all);
  expect(rate).toBeCloseTo(expected.eer, decimals);
  expect(accuracyAbove(groups, threshold)).toBeCloseTo(expected.accuracy_strict, decimals);
});

test('macro-AUC is the plain mean over attacks, whatever their sizes', () => {
  // Ten authentic inputs scored 0 to 9; an attack's copies that all score x + 0.5 have AUC (x + 1) / 10.
  const authentic = Array.from({ length: 10 }, (_, score) => score);
  const attack = (of: number, copies: number) => Array<number>(copies).fill(of * 10 - 0.5);
  const [first = 0, second = 0] = cases.macroAuc.per_attack;
  const [many, few] = [attack(first, 30), attack(second, 2)];
  const score = Float32Array.from([...authentic, ...many, ...few]);
  const rows = score.length;
  const isAttack = (row: number) => row >= authentic.length;
  const inputs: ScoredInputs = {
    score,
    group: Uint8Array.from({ length: rows }, (_, row) =>
      inputGroups.indexOf(isAttack(row) ? 'adversarial' : 'authentic'),
    ),
    set: Uint8Array.from({ length: rows }, (_, row) =>
      isAttack(row) ? Number(row >= authentic.length + many.length) : 255,
    ),
    epsilon: new Uint8Array(rows),
    success: Uint8Array.from({ length: rows }, (_, row) => Number(isAttack(row))),
    original: Uint32Array.from({ length: rows }, (_, row) => row),
  };
  const sets: EvaluatedSet[] = ['one', 'two'].map((name) => ({
    attack: name,
    control: false,
    epsilons: [0.1],
  }));
  const table = evaluationRows(inputs, sets, 'successful');
  const attacks = table.filter(({ kind }) => kind === 'attack').map((row) => row.auc);
  expect(attacks.map((value) => value?.toFixed(decimals))).toEqual(
    [first, second].map((value) => value.toFixed(decimals)),
  );
  expect(table[0]).toMatchObject({ kind: 'macro', auc: expect.closeTo(cases.macroAuc.value, decimals) });
});

describe('properties', () => {
  const random = seededRandom(3);
  const draw = (count: number, shift: number) => Array.from({ length: count }, () => random.normal() + shift);
  const [negative, positive] = [draw(80, 0), draw(120, 0.7)];
  const negate = (values: readonly number[]) => values.map((value) => -value);

  test('AUC(-s) = 1 - AUC(s)', () => {
    const turned = auc({ negative: negate(negative), positive: negate(positive) });
    expect(turned).toBeCloseTo(1 - auc({ negative, positive }), decimals);
  });

  test('AUC on shuffled labels is 0.5 within its interval, 95 times of 100', () => {
    const trials = 400;
    let inside = 0;
    for (let trial = 0; trial < trials; trial++) {
      const groups = { negative: draw(40, 0), positive: draw(40, 0) };
      const clusters = { negativeClusters: index(0, 40), positiveClusters: index(40, 40) };
      const [low, high] = aucInterval(estimateAuc({ ...groups, ...clusters })) ?? [1, 0];
      if (low <= 0.5 && high >= 0.5) inside++;
    }
    // Two deviations of a share of 0.95 over 400 trials are 0.022; the logit interval covers slightly more.
    expect(inside / trials).toBeGreaterThan(0.925);
    expect(inside / trials).toBeLessThan(0.99);
  });

  test('average precision of a perfect order is 1, and of no order the share of positives', () => {
    expect(averagePrecision(rocCurve({ negative: [0, 1], positive: [2, 3] }), 2, 2)).toBe(1);
    const alike = rocCurve({ negative: Array(30).fill(0), positive: Array(10).fill(0) });
    expect(averagePrecision(alike, 30, 10)).toBeCloseTo(0.25, decimals);
  });
});

const index = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at);
