import { expect, test } from 'vitest';
import { beatsTransfer } from './sanity-checks';

test('an attack is held against transferred ones at the same budget, whatever became of its last digit', () => {
  const stored = 0.2352941176470588;
  expect(stored).not.toBe(60 / 255);
  const own = [{ epsilon: 60 / 255, evasionRate: 0.1 }];
  const better = [{ epsilon: stored, name: 'BIM', evasionRate: 0.4 }];
  expect(beatsTransfer(own, better)).toMatchObject({ passed: false });
  const elsewhere = [{ epsilon: 80 / 255, name: 'BIM', evasionRate: 0.4 }];
  expect(beatsTransfer(own, elsewhere)).toMatchObject({ passed: null });
});
