import { qualityCodes, quantizations } from '@fiducial/core/attacks';
import { z } from 'zod';

/** Most epsilons of one attack set. */
export const mostEpsilons = 32;

/** A method, its parameters without epsilon, and the epsilons it runs at: none where it looks for the smallest perturbation. */
export const attackParams = z.object({
  attack: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  epsilons: z.array(z.number().positive()).max(mostEpsilons),
  quantization: z.enum(quantizations).default('float32'),
  /** Whether loss and success are kept query by query. */
  trace: z.boolean().default(false),
  /** Whether the test partition alone is attacked, of which rows then are; else all images of the sample. */
  testOnly: z.boolean().default(false),
});

// Sets that were made before a column was there have null in it.
const later = z.number().nullable().default(null);

/** What an attack achieved at one budget; medians and confidence are over the images that it fooled. */
export const attackOutcome = z.object({
  /** Null for an attack that looks for the smallest perturbation. */
  epsilon: z.number().nullable(),
  attacked: z.int(),
  successful: z.int(),
  successRate: z.number(),
  meanL0: z.number(),
  meanL1: z.number(),
  meanL2: z.number(),
  meanLinf: z.number(),
  medianL0: later,
  medianL1: later,
  medianL2: later,
  medianLinf: later,
  meanConfidence: later,
  /** Images that random noise of the same size fooled; null where it was not tried. */
  noiseSuccessful: later,
  forwardQueries: z.int(),
  backwardQueries: z.int(),
});
/** What an attack achieved at one budget. */
export type AttackOutcome = z.output<typeof attackOutcome>;

/** Why a set is unreliable. */
export const qualityFlag = z.object({
  code: z.enum(qualityCodes),
  message: z.string(),
  epsilon: z.number().nullable(),
});

/** What `attack` keeps in the row of its run. */
export const attackResults = z.object({
  outcomes: z.array(attackOutcome),
  flags: z.array(qualityFlag).default([]),
  /** Rows whose first gradient was looked at, and those where it was exactly zero; null for an attack that asks for none. */
  zeroGradients: z.object({ rows: z.int(), zero: z.int() }).nullable().default(null),
});
