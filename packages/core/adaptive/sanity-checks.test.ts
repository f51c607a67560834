import { expect, test } from 'vitest';
import { beatsTransfer, moreSteps } from './sanity-checks';

test('an attack is held against transferred ones at the same budget, whatever became of its last digit', () => {
  const stored = 0.2352941176470588;
  expect(stored).not.toBe(60 / 255);
  const own = [{ epsilon: 60 / 255, evasionRate: 0.1 }];
  const better = [{ epsilon: stored, name: 'BIM', evasionRate: 0.4 }];
  expect(beatsTransfer(own, better)).toMatchObject({ passed: false });
  const elsewhere = [{ epsilon: 80 / 255, name: 'BIM', evasionRate: 0.4 }];
  expect(beatsTransfer(own, elsewhere)).toMatchObject({ passed: null });
});

test('an attack that falls behind transferred ones by no more than chance passes, and says so', () => {
  const own = (evasionRate: number) => [{ epsilon: 0.1, evasionRate }];
  const transferred = [{ epsilon: 0.1, name: 'BIM', evasionRate: 0.4 }];
  const below = beatsTransfer(own(0.39), transferred);
  expect(below.passed).toBe(true);
  expect(below.reason).toMatch(/gets 40 % past it; up to 2 points less may be chance\.$/);
  expect(beatsTransfer(own(0.4), transferred).reason).toMatch(/gets 40 % past it\.$/);
  const failed = beatsTransfer(own(0.3), transferred);
  expect(failed.passed).toBe(false);
  expect(failed.reason).not.toContain('chance');
});

test('an attack that lets fewer images evade with all of its steps than with half of them fails the check of steps', () => {
  const all = { images: 32, evaded: 10, steps: 40 };
  expect(moreSteps(all, { images: 32, evaded: 11, steps: 20 })).toEqual({
    check: 'moreSteps',
    passed: false,
    reason:
      'Of 32 images, attacked anew and judged by what comes back, evade 11 with 20 steps and 10 with 40 steps.',
  });
  expect(moreSteps(all, { images: 32, evaded: 10, steps: 20 })).toMatchObject({ passed: true });
  expect(moreSteps({ ...all, steps: 1 }, null)).toMatchObject({ passed: null });
});
