import { sanityCheckNames } from '@fiducial/core/adaptive';
import { z } from 'zod';
import { attackParams, attackResults } from '../attack-set/attack-results';

/** What got past a detector at one threshold; norms in input units over the images that evaded, null when none did. */
export const evasion = z.object({
  falsePositiveRate: z.number(),
  threshold: z.number(),
  evaded: z.int(),
  evasionRate: z.number(),
  meanL2: z.number().nullable(),
  meanLinf: z.number().nullable(),
  medianL2: z.number().nullable(),
  medianLinf: z.number().nullable(),
});

/** The verdict of a detector on the test images of an attack set at one budget. */
const budgetVerdict = z.object({
  /** Null for an attack that looks for the smallest perturbation. */
  epsilon: z.number().nullable(),
  attacked: z.int(),
  /** Images that fool the classifier, flagged or not. */
  successful: z.int(),
  /** At each threshold, 5 % false positives first. */
  evasions: z.array(evasion),
});
/** The verdict of a detector on an attack set at one budget. */
export type BudgetVerdict = z.output<typeof budgetVerdict>;

/** A sanity check of an attack with its outcome; null where it could not be made. */
const sanityCheck = z.object({
  check: z.enum(sanityCheckNames),
  passed: z.boolean().nullable(),
  reason: z.string(),
});

/** What the run of an attack on a detector found, beside what every attack set has. */
export const verdict = z.object({
  budgets: z.array(budgetVerdict),
  checks: z.array(sanityCheck),
});
/** What the run of an attack on a detector found. */
export type Verdict = z.output<typeof verdict>;

/** The parameters of an attack set whose attack was given a detector. */
export const adaptiveAttackParams = attackParams;

/** What `attackDetector` keeps in the row of its run. */
export const adaptiveAttackResults = attackResults.extend({ verdict });
