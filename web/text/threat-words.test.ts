import { expect, test } from 'vitest';
import { threatNote } from './threat-words';

const known = { name: 'kNN', level: 'PERFECT' } as const;
const other = { name: 'Map', level: 'ZERO' } as const;

test('a picture names the detector that nobody who knows it was set on, or says how many those are', () => {
  expect(threatNote([known, other])).toBe('No adaptive attack was made on Map.');
  expect(threatNote([known, other, other])).toBe('No adaptive attack was made on 2 of 3 detectors.');
});

test('a picture of unknown detectors alone says it of all, and one of known ones says nothing', () => {
  expect(threatNote([other])).toBe('No adaptive attack was made on this detector.');
  expect(threatNote([other, other])).toBe('No adaptive attack was made on these detectors.');
  expect(threatNote([known, { name: 'LID', level: 'LIMITED' }])).toBeUndefined();
});
