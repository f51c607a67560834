import { denominators } from '@fiducial/core/metrics';
import { z } from 'zod';

export { denominators };

const nullable = z.number().nullable();

/** A row of the result table as JSON. */
export const evaluationRow = z.object({
  kind: z.enum(['macro', 'attack', 'attackEpsilon', 'error', 'control']),
  denominator: z.enum(denominators),
  set: z.int().nullable(),
  epsilon: nullable,
  nNegative: z.int(),
  nPositive: z.int(),
  auc: nullable,
  aucLow: nullable,
  aucHigh: nullable,
  aupr: nullable,
  eer: nullable,
  eerThreshold: nullable,
  accuracyAtEer: nullable,
  fprAt95Tpr: nullable,
  partialAuc: nullable.default(null),
  tprAt01Fpr: nullable.default(null),
  tprAt1Fpr: nullable,
  tprAt5Fpr: nullable,
});

/** A row of the result table. */
export type EvaluationRow = z.output<typeof evaluationRow>;

/** What `evaluate` keeps in the row of its run. */
export const evaluationResults = z.object({
  table: z.array(evaluationRow),
  /** The headline: macro-AUC over successful adversarials. */
  macro: evaluationRow,
  inputsDigest: z.string(),
  inputs: z.int(),
  millisecondsPerInput: z.number(),
  /** How many of the true k nearest the approximate index found; null with exact search. */
  recall: z.object({ k: z.int(), value: z.number() }).nullable(),
});
