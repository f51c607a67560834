import { expect, test } from 'vitest';
import { figuresOfAttack } from './attack-figures';

const outcome = (epsilon: number | null, successRate: number, medianLinf: number | null) => ({
  ...{ epsilon, attacked: 10, successful: Math.round(successRate * 10), successRate },
  ...{ meanL0: 0, meanL1: 0, meanL2: 0, meanLinf: 0, forwardQueries: 1, backwardQueries: 1, medianLinf },
});
const valuesOf = (outcomes: unknown) =>
  Object.fromEntries(figuresOfAttack(outcomes).map(({ name, value }) => [name, value]));

test('an attack amounts to what it achieved at its largest budget, in whatever order they are', () => {
  const budgets = [outcome(0.02, 0.3, 0.02), outcome(0.08, 0.9, 0.08), outcome(0.04, 0.5, 0.04)];
  expect(valuesOf(budgets)).toEqual({ successRate: 0.9, medianLinf: 0.08, medianL2: null });
});

test('one that looks for the smallest perturbation has one outcome', () => {
  expect(valuesOf([outcome(null, 1, 0.013)])).toEqual({ successRate: 1, medianLinf: 0.013, medianL2: null });
});

test('outcomes of another shape are no figures', () => {
  expect(() => figuresOfAttack([{ epsilon: 0.1 }])).toThrow(/attacked/);
  expect(figuresOfAttack([])).toEqual([]);
});
