import { z } from 'zod';

/** Where a targeted attack wants the prediction to go. */
export const targetModes = ['none', 'random', 'next', 'leastLikely'] as const;
export type TargetMode = (typeof targetModes)[number];

/** Parameters that several attacks share, each with its words in one place. */
export const epsilon = () =>
  z
    .number()
    .positive()
    .default(8 / 255)
    .describe('Radius of the ball around the image, in input units.');

export const stepSize = () =>
  z
    .number()
    .positive()
    .default(2 / 255)
    .describe('Length of one step, in input units.');

export const steps = () => z.int().min(1).max(1000).default(10).describe('Number of steps.');

export const target = () =>
  z
    .enum(targetModes)
    .default('none')
    .describe(
      'Class to reach: none (any wrong class), one drawn at random, the next one, or the least likely one.',
    );
