import { z } from 'zod';

/** Where a targeted attack wants the prediction to go. */
export const targetModes = ['none', 'random', 'next', 'leastLikely'] as const;
/** One of `targetModes`. */
export type TargetMode = (typeof targetModes)[number];

/** Radius of the ball: a parameter that several attacks share, like the next three, has its words in one place. */
export const epsilon = () =>
  z
    .number()
    .positive()
    .default(8 / 255)
    .describe('Radius of the ball around the image, in input units.');

/** Length of one step of an iterated attack. */
export const stepSize = () =>
  z
    .number()
    .positive()
    .default(2 / 255)
    .describe('Length of one step, in input units.');

/** Number of steps of an iterated attack. */
export const steps = (count = 10) => z.int().min(1).max(1000).default(count).describe('Number of steps.');

/** Where a targeted attack goes; `runAttack` draws the classes. */
export const target = () =>
  z
    .enum(targetModes)
    .default('none')
    .describe(
      'Class to reach: none (any wrong class), one drawn at random, the next one, or the least likely one.',
    );

/** Where an attack that cannot do without a target goes. */
export const requiredTarget = () =>
  z
    .enum(targetModes)
    .exclude(['none'])
    .default('random')
    .describe('Class to reach: one drawn at random, the next one, or the least likely one.');

/** Norm of an attack that has a form for two of them; see `normOf`. */
export const norm = () =>
  z.enum(['L2', 'Linf']).default('L2').describe('Size of the perturbation that is made small.');

/** How many classes an attack looks at that looks at the boundaries around an image. */
export const candidates = () =>
  z
    .int()
    .min(2)
    .max(1000)
    .default(10)
    .describe(
      'Number of classes looked at, the likeliest of the clean image first; each costs a gradient a step.',
    );

/** How often a search over a constant starts again. */
export const searches = (count: number) =>
  z
    .int()
    .min(1)
    .max(50)
    .default(count)
    .describe('Number of constants tried for each image: tenfold until one succeeds, then halfway between.');
