import { expect, test } from 'vitest';
import { survival } from './survival';
import type { Threat } from './threat-query';

/** An attack in Linf with an evasion rate at each of its epsilons; what else a threat has is not read. */
const threat = (level: Threat['level'], rates: Record<number, number>, norm = 'Linf') =>
  ({
    level,
    norm,
    budgets: Object.entries(rates).map(([levels, evasionRate]) => ({
      epsilon: Number(levels) / 255,
      evasions: [{ evasionRate }],
    })),
  }) as unknown as Threat;

test('the levels are told beside each other at the largest budget that they share, the most first', () => {
  const said = survival([
    threat('ZERO', { 20: 0.1, 40: 0.3 }),
    threat('ZERO', { 40: 0.2 }),
    threat('PERFECT', { 40: 0.9, 80: 1 }),
  ]);
  expect(said).toBe(
    'Within 40/255 (Linf) and at 5 % false positives, an attacker who knows it gets 90.0\u00a0% of the images past classifier and detector and one who does not know it 30.0\u00a0%.',
  );
});

test('the same budget is recognized whatever became of its last digit', () => {
  const { budgets, ...stored } = threat('ZERO', { 60: 0.3 });
  const said = survival([
    { ...stored, budgets: budgets.map((budget) => ({ ...budget, epsilon: 0.2352941176470588 })) },
    threat('PERFECT', { 60: 0.9 }),
  ]);
  expect(said).toContain('one who does not know it 30.0\u00a0%');
});

test('budgets of another norm are not compared', () => {
  const said = survival([threat('ZERO', { 40: 0.3 }, 'L2'), threat('LIMITED', { 40: 0.5 })]);
  expect(said).toBe(
    'Within 40/255 (Linf) and at 5 % false positives, an attacker who knows a surrogate gets 50.0\u00a0% of the images past classifier and detector.',
  );
});

test('nothing is said where no attacker knew anything', () => {
  expect(survival([threat('ZERO', { 40: 0.3 })])).toBeUndefined();
});
