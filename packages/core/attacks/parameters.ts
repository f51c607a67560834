import { z } from 'zod';
import { classNumber, onlyWith } from '../method';

/** A length in input units: neither so small that single precision loses it nor beyond any image, in whatever norm. */
export const inputLength = () => z.number().min(1e-9).max(1e6);

/** First weight of one term of an objective against another, where a search goes on from it. */
export const initialConstant = () => z.number().min(1e-9).max(1e9);

/** A margin in logits, or in deviations. */
export const margin = () => z.number().min(0).max(1e3);

/** Share of something that cannot be none of it. */
export const positiveShare = () => z.number().min(1e-6).max(1);

/** Where a targeted attack wants the prediction to go. */
const targetModes = ['none', 'random', 'next', 'leastLikely', 'class'] as const;
/** One of `targetModes`. */
export type TargetMode = (typeof targetModes)[number];

/** Radius of the ball: a parameter that several attacks share, like the next three, has its words in one place. */
export const epsilon = () =>
  inputLength()
    .default(8 / 255)
    .describe('Radius of the ball around the image, in input units.');

/** Length of one step of an iterated attack. */
export const stepSize = () =>
  inputLength()
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
      'Class to reach: none (any wrong class), one drawn at random, the next one, the least likely one, or one of your choice.',
    );

/** The class of target mode `class`. */
export const targetClass = () =>
  classNumber()
    .optional()
    .meta(onlyWith('target', 'class'))
    .describe(
      'Class to reach, by its number, with target class. Images that are of this class go to the next one.',
    );

/** Whether images leave an attack once they are misclassified. */
export const earlyStop = () =>
  z
    .boolean()
    .default(false)
    .describe('Whether an image that is already a success stays where it is and costs no more queries.');

/** How often an attack with a random start is tried. */
export const restarts = () =>
  z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe('Number of random starts; of each image the best try is kept: success first, then loss.');

/** Norm of the ball of an attack that has a form for two of them; see `normOf`. */
export const ballNorm = () =>
  z.enum(['Linf', 'L2']).default('Linf').describe('Norm in which epsilon bounds the perturbation.');

/** Most questions that an attack without gradients may ask about one image. */
export const queries = () =>
  z.int().min(1).max(1_000_000).default(5000).describe('Most queries of the model for one image.');

/** Where an attack that cannot do without a target goes. */
export const requiredTarget = () =>
  z
    .enum(targetModes)
    .exclude(['none'])
    .default('random')
    .describe(
      'Class to reach: one drawn at random, the next one, the least likely one, or one of your choice.',
    );

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
