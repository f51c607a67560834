import { preprocessings, weightings } from '@fiducial/core/detectors';
import type { SweepAxes } from '@fiducial/core/sweep';
import { z } from 'zod';
import { sweptPartitions } from './swept-rows';

/** Most values of k in one sweep: its tensor then has 12,000 AUCs a layer and preprocessing for five sets. */
const mostKs = 1000;
/** Longest list that is kept of an input. */
export const mostNeighbors = 2000;

/** Which k are swept: from `firstK` to `lastK` in steps. */
export const kRange = z
  .object({
    firstK: z.int().min(1).max(mostNeighbors).default(1),
    lastK: z.int().min(1).max(mostNeighbors).default(200),
    stepK: z.int().min(1).max(mostNeighbors).default(1),
  })
  .refine(({ firstK, lastK }) => firstK <= lastK, {
    path: ['lastK'],
    error: ({ input }) => `expected at least firstK, got ${JSON.stringify((input as KRange).lastK)}`, // refined after parsing
  })
  .refine((range) => countOfKs(range) <= mostKs, {
    path: ['stepK'],
    error: ({ input }) =>
      `expected at most ${mostKs} values of k, got ${countOfKs(input as KRange)}: take a longer step`, // as above
  });

/** A range of k. */
export interface KRange {
  readonly firstK: number;
  readonly lastK: number;
  readonly stepK: number;
}

/** Counted, never written down: refinements see ranges that the fields' own limits refuse. */
function countOfKs({ firstK, lastK, stepK }: KRange): number {
  return Math.floor((lastK - firstK) / stepK) + 1;
}

/** The values of k in a range that was checked, ascending. */
export function ksOf(range: KRange): number[] {
  return Array.from({ length: countOfKs(range) }, (_, at) => range.firstK + at * range.stepK);
}

const sweepCell = z.object({
  layer: z.string(),
  preprocessing: z.enum(preprocessings),
  weighting: z.enum(weightings),
  k: z.int(),
});

/** What a sweep keeps in the row of its run. The AUCs are in the artifact `aucs`, disturbances in `disturbances`. */
export const sweepResults = z.object({
  layers: z.array(z.string()),
  preprocessings: z.array(z.enum(preprocessings)),
  range: z.object({ firstK: z.int(), lastK: z.int(), stepK: z.int() }),
  /** Length of the lists that it counted, of which another sweep may count others k. */
  keptNeighbors: z.int(),
  partitions: z.array(
    z.object({
      name: z.enum(sweptPartitions),
      authentic: z.int(),
      /** Inputs of each set that AUCs are over: successful adversarials, or what a control leaves correctly classified. */
      sets: z.array(z.int()),
    }),
  ),
  /** The cell of the greatest macro-AUC on validation images, over all and in each layer; null where there is none. */
  best: sweepCell.nullable(),
  bestByLayer: z.array(sweepCell.nullable()),
  /** Macro-AUC of `best` on test images, which had no say in the choice. */
  macroAuc: z.number().nullable(),
  /** Time to count all cells once the lists were there, in milliseconds. */
  countingMilliseconds: z.number(),
});

/** The results of a sweep's run. */
export type SweepResults = z.output<typeof sweepResults>;

/** Axes of the artifact `aucs`, `[partitions, layers, preprocessings, weightings, ks, 1 + sets]`. */
export function axesOf({
  layers,
  preprocessings: kinds,
  range,
  partitions,
}: Pick<SweepResults, 'layers' | 'preprocessings' | 'range' | 'partitions'>): SweepAxes {
  return {
    partitions: partitions.length,
    layers,
    preprocessings: kinds,
    ks: ksOf(range),
    columns: 1 + (partitions[0]?.sets.length ?? 0),
  };
}
