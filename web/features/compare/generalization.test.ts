import { expect, test } from 'vitest';
import { generalizationNote, learnsFromAttacks } from './generalization';

const compared = (seen: boolean, trainedOn: readonly string[] = ['fgsm']) => ({
  attackSets: [
    { id: 'fgsm', control: false },
    { id: 'bim', control: false },
    { id: 'noise', control: true },
  ],
  generalization: [
    {
      trainedOn,
      cells: [
        { seen: true, attackSet: { id: 'fgsm' } },
        { seen, attackSet: { id: 'bim' } },
        { seen: false, attackSet: { id: 'noise' } },
      ],
    },
  ],
});

test('it is said where detectors learned from every attack, whatever the controls are', () => {
  expect(generalizationNote(compared(true))).toContain('learned from every attack here');
  expect(generalizationNote(compared(false))).not.toContain('every attack');
});

test('only of detectors that learned from attacks there is something to say', () => {
  expect(learnsFromAttacks(compared(false))).toBe(true);
  expect(learnsFromAttacks(compared(false, []))).toBe(false);
});
