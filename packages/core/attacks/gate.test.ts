import { describe, expect, test } from 'vitest';
import type { AttackColumns } from './attack-columns';
import { gateAgainst } from './gate-against';
import { gateSteps } from './gate-steps';
import { gateAttack } from './quality-gate';

const images = 100;

/** The first `fooled[e]` images are fooled at budget e, with a perturbation of that budget's size. */
function columns(fooled: readonly number[], sizes: readonly number[]): AttackColumns {
  const rows = fooled.length * images;
  const block = (row: number) => Math.floor(row / images);
  return {
    images,
    success: Uint8Array.from({ length: rows }, (_, row) => Number(row % images < (fooled[block(row)] ?? 0))),
    norms: Float32Array.from({ length: rows * 4 }, (_, at) => sizes[block(at >> 2)] ?? 0),
  };
}

const sound = {
  ...columns([40, 90], [0.1, 0.2]),
  epsilons: [0.1, 0.2],
  control: false,
  noiseSuccess: new Uint8Array(2 * images),
  gradients: { rows: 2 * images, zero: 0 },
  standing: null,
};
const codes = (attack: Parameters<typeof gateAttack>[0]) => gateAttack(attack).map(({ code }) => code);

describe('the gate of a set alone', () => {
  test('lets a sound attack pass', () => {
    expect(gateAttack(sound)).toEqual([]);
  });

  test('flags gradients of zero beyond one in twenty, and says how many', () => {
    expect(codes({ ...sound, gradients: { rows: 200, zero: 10 } })).toEqual([]);
    const [flag] = gateAttack({ ...sound, gradients: { rows: 200, zero: 11 } });
    expect(flag).toMatchObject({ code: 'zeroGradient', epsilon: null });
    expect(flag?.message).toContain('11 of 200 inputs');
  });

  test('says nothing of gradients where the attack asks for none', () => {
    expect(codes({ ...sound, gradients: null })).toEqual([]);
  });

  test('flags a larger budget that fools fewer images, at that budget', () => {
    const flags = gateAttack({ ...sound, ...columns([90, 40], [0.1, 0.2]) });
    expect(flags).toEqual([expect.objectContaining({ code: 'budgetLowersSuccess', epsilon: 0.2 })]);
    expect(flags[0]?.message).toContain('40 % at epsilon 51/255, 90 % at 0.1');
  });

  // 2 images against none: sign test 2 <= 1.645 sqrt 2 = 2.33.
  test('takes a loss of two images of a hundred for chance, of three not', () => {
    expect(codes({ ...sound, ...columns([90, 88], [0.1, 0.2]) })).toEqual([]);
    expect(codes({ ...sound, ...columns([90, 87], [0.1, 0.2]) })).toEqual(['budgetLowersSuccess']);
  });

  test('compares each budget with the best of all smaller ones', () => {
    const three = {
      ...columns([90, 10, 60], [0.1, 0.2, 0.3]),
      epsilons: [0.1, 0.2, 0.3],
      noiseSuccess: null,
    };
    expect(gateAttack({ ...sound, ...three }).map(({ epsilon }) => epsilon)).toEqual([0.2, 0.3]);
  });

  test('flags noise that does as well, only where it does', () => {
    const noise = columns([0, 88], [0, 0]).success;
    const flags = gateAttack({ ...sound, noiseSuccess: noise });
    expect(flags).toEqual([expect.objectContaining({ code: 'noiseAsGood', epsilon: 0.2 })]);
    expect(flags[0]?.message).toContain('88 of 100 images, the attack 90');
  });

  test('flags an attack that fools nobody: noise does as well', () => {
    expect(codes({ ...sound, ...columns([0, 50], [0.1, 0.2]) })).toEqual(['noiseAsGood']);
  });

  test('does not judge a control', () => {
    expect(codes({ ...sound, ...columns([9, 0], [0.1, 0.2]), control: true })).toEqual([]);
  });

  test('judges an attack of minimal norm by noise of its own size', () => {
    const minimal = { ...sound, ...columns([100], [0.1]), epsilons: [null] };
    expect(codes({ ...minimal, noiseSuccess: new Uint8Array(images) })).toEqual([]);
    const flags = gateAttack({ ...minimal, noiseSuccess: new Uint8Array(images).fill(1) });
    expect(flags).toEqual([expect.objectContaining({ code: 'noiseAsGood', epsilon: null })]);
  });
});

describe('the gate beside other sets', () => {
  const norm = 'Linf' as const;
  const own = { name: 'own', columns: columns([40, 90], [0.1, 0.2]), epsilons: [0.1, 0.2], norm };
  const rival = (fooled: number[], sizes: number[]) => ({
    name: 'rival',
    columns: columns(fooled, sizes),
    epsilons: sizes,
    norm,
  });

  test('lets a set pass that is at most ten points behind', () => {
    expect(gateAgainst(own, [rival([50, 100], [0.1, 0.2])])).toEqual([]);
    expect(gateAgainst(own, [])).toEqual([]);
  });

  test('names the best and the budget where it falls far below', () => {
    const weak = rival([45], [0.1]);
    const flags = gateAgainst(own, [weak, { ...rival([51], [0.1]), name: 'best' }]);
    expect(flags).toEqual([
      {
        code: 'belowBest',
        epsilon: 0.1,
        message:
          'Far below the best stored attack: 40 % of the images are fooled within 0.1, best fools 51 %.',
      },
    ]);
  });

  test('counts what others found within the budget, also at smaller ones', () => {
    expect(gateAgainst(own, [rival([60], [0.05])]).map(({ epsilon }) => epsilon)).toEqual([0.1]);
    expect(gateAgainst(own, [rival([100], [0.3])])).toEqual([]);
  });

  test('holds a minimal norm against the budgets of others, and tells the worst', () => {
    const minimal = { name: 'own', columns: columns([100], [0.15]), epsilons: [null], norm };
    const flags = gateAgainst(minimal, [rival([30, 90], [0.05, 0.1])]);
    expect(flags).toEqual([expect.objectContaining({ code: 'belowBest', epsilon: 0.1 })]);
    expect(gateAgainst(minimal, [rival([90], [0.15])])).toEqual([]);
  });

  test('holds no epsilons of another norm against it', () => {
    const minimal = { name: 'own', columns: columns([100], [0.15]), epsilons: [null], norm: 'L2' as const };
    expect(gateAgainst(minimal, [rival([90], [0.1])])).toEqual([]);
  });

  test('holds minimal norms against one another without a limit', () => {
    const minimal = (fooled: number) => ({
      name: 'm',
      columns: columns([fooled], [9]),
      epsilons: [null],
      norm,
    });
    const flags = gateAgainst(minimal(50), [minimal(100)]);
    expect(flags).toEqual([expect.objectContaining({ code: 'belowBest', epsilon: null })]);
    expect(gateAgainst(minimal(95), [minimal(100)])).toEqual([]);
  });
});

describe('the gate beside the same attack with fewer steps', () => {
  const stepped = (steps: number, fooled: readonly number[], more = {}) => ({
    ...{ name: `${steps} steps`, norm: 'Linf' as const, epsilons: [0.1, 0.2], steps, stepSize: 2 / 255 },
    ...{ columns: columns(fooled, [0.1, 0.2]), ...more },
  });

  test('flags more steps that fool fewer images beyond chance, at their epsilon', () => {
    const own = stepped(40, [37, 90]);
    expect(gateSteps(own, [stepped(10, [40, 90])])).toEqual([
      {
        code: 'stepsLowerSuccess',
        epsilon: 0.1,
        message:
          'More steps fool fewer images: 37 % in 40 steps of 2/255, 40 % in 10 steps of 2/255 (10 steps).',
      },
    ]);
    // Two of a hundred are chance, as they are for budgets.
    expect(gateSteps(own, [stepped(10, [39, 90])])).toEqual([]);
  });

  test('pairs by image: as many lost as won are no loss', () => {
    const own = stepped(40, [40, 90]);
    const shifted = { ...own.columns, success: own.columns.success.slice() };
    for (let image = 0; image < 20; image++) {
      shifted.success[image] = 0;
      shifted.success[60 + image] = 1;
    }
    expect(gateSteps({ ...own, columns: shifted }, [stepped(10, [40, 90])])).toEqual([]);
  });

  test('holds nothing against it that has as many steps or more, or another epsilon', () => {
    const own = stepped(10, [40, 90]);
    expect(gateSteps(own, [stepped(10, [90, 95]), stepped(40, [90, 95])])).toEqual([]);
    expect(gateSteps(own, [stepped(1, [90, 95], { epsilons: [0.05, 0.3] })])).toEqual([]);
  });

  test('takes the best of those with fewer steps', () => {
    const flags = gateSteps(stepped(40, [40, 50]), [stepped(5, [10, 60]), stepped(10, [20, 90])]);
    expect(flags).toEqual([expect.objectContaining({ epsilon: 0.2 })]);
    expect(flags[0]?.message).toContain('90 % in 10 steps');
  });
});

describe('the gate over the way of one attack', () => {
  /** The first `counts[q]` images stand fooled at query q. */
  const standing = (counts: readonly number[]) =>
    Array.from({ length: images }, (_, image) => Uint8Array.from(counts, (count) => Number(image < count)));
  const one = { ...sound, ...columns([90], [0.1]), epsilons: [0.1], noiseSuccess: null };

  test('flags later steps that undo success beyond chance', () => {
    expect(gateAttack({ ...one, standing: [standing([0, 93, 90])] })).toEqual([
      {
        code: 'stepsLowerSuccess',
        epsilon: 0.1,
        message:
          'Later steps undo success: at gradient 2 of 3, 93 % of the images stood fooled, in the end 90 %.',
      },
    ]);
    expect(codes({ ...one, standing: [standing([0, 92, 90])] })).toEqual([]);
  });

  test('counts images on that left the attack once they were fooled', () => {
    // Half of them are asked about once, and fooled then: at the second query they still stand.
    const left = standing([50, 90]).map((own, image) => (image < 50 ? own.subarray(0, 1) : own));
    expect(codes({ ...one, standing: [left] })).toEqual([]);
    expect(codes({ ...one, ...columns([45], [0.1]), standing: [left] })).toEqual(['stepsLowerSuccess']);
  });
});
