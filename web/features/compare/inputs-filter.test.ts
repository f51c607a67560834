import { expect, test } from 'vitest';
import { loadInputList } from '../input/input-list-state';
import { inputsFilter } from './inputs-filter';

const attack = { kind: 'ATTACK', attackSetId: 'set' } as const;

test('a number leads to the positives that it is over, at the threshold that was chosen', async () => {
  const threshold = 0.1 + 0.2;
  expect(await loadInputList(inputsFilter(attack, 'SUCCESSFUL', threshold))).toMatchObject({
    group: 'ADVERSARIAL',
    attack: 'set',
    success: true,
    detected: null,
    threshold,
  });
  const smallest = await loadInputList(
    inputsFilter({ kind: 'ERROR', attackSetId: null }, 'WITH_ERRORS', 3e-12),
  );
  expect(smallest).toMatchObject({ group: 'ERROR', threshold: 3e-12 });
});

test('without one the list has the detector’s own', () => {
  expect(inputsFilter(attack, 'ALL_ATTACKED')).toEqual({ group: 'ADVERSARIAL', attack: 'set' });
});
