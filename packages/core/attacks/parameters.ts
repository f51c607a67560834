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
export const steps = () => z.int().min(1).max(1000).default(10).describe('Number of steps.');

/** Where a targeted attack goes; `runAttack` draws the classes. */
export const target = () =>
  z
    .enum(targetModes)
    .default('none')
    .describe(
      'Class to reach: none (any wrong class), one drawn at random, the next one, or the least likely one.',
    );
