import { expect, test } from 'vitest';
import { headlineNames, headlineOf } from './headline-of';
import { RunRow } from './run-row';

test('a run that is done says what it amounts to, an attack on a detector first of all whether it got past it', () => {
  const of = (lastValues: object, kind = 'evaluate') => headlineOf({ kind, status: 'SUCCEEDED', lastValues });
  expect(of({ macroAuc: 0.90234 })).toBe('Macro-AUC 0.902');
  expect(of({ successRate: 0.5, evasionRate: 0.25 })).toBe('Evasion rate 0.250');
  expect(of({})).toBeUndefined();
  // Somebody's own success rate is none of an attack.
  expect(of({ successRate: 0.5 }, 'logged')).toBeUndefined();
});

test('lines of runs are read with every figure that may be their headline', () => {
  const asked = JSON.stringify(RunRow).matchAll(/"StringValue","value":"(\w+)"/g);
  expect([...asked].map(([, name]) => name)).toEqual([...headlineNames]);
});

test('one that goes on or was broken off says nothing', () => {
  for (const status of ['RUNNING', 'FAILED', 'CANCELLED'] as const)
    expect(headlineOf({ kind: 'evaluate', status, lastValues: { macroAuc: 0.9 } })).toBeUndefined();
});
