import type { ReferenceSet } from '@fiducial/core/detectors';
import { classRadius, disturbances, summarizeDisturbance } from '@fiducial/core/sweep';
import { z } from 'zod';
import { stackRows } from '../compute/artifact-access';
import type { ReadAttackSet, ReadSample } from '../sample/read-sample';

const summary = z
  .object({
    n: z.int(),
    mean: z.number(),
    lowerQuartile: z.number(),
    median: z.number(),
    upperQuartile: z.number(),
  })
  .nullable();

const entry = z.object({
  /** Number of the set. */
  set: z.int(),
  /** Number of the budget within the set; null over all of them. */
  budget: z.int().nullable(),
  layer: z.string(),
  /** Over inputs whose prediction the modification changed as wanted; null for none. */
  successful: summary,
  all: summary,
});

/** How far a set moved a layer. */
export type Disturbance = z.output<typeof entry>;

/** The file as bytes. */
export function writeDisturbances(entries: readonly Disturbance[]): Uint8Array {
  return Buffer.from(JSON.stringify(entries));
}

/** @throws {z.ZodError} for another file */
export function readDisturbances(bytes: Uint8Array): Disturbance[] {
  return z.array(entry).parse(JSON.parse(Buffer.from(bytes).toString()));
}

/** Every set and budget in every layer, over all images of the sample; several budgets also together. */
export function measureDisturbances({
  sample,
  sets,
  layers,
  reference,
  labels,
}: {
  sample: ReadSample;
  sets: readonly ReadAttackSet[];
  layers: readonly string[];
  reference: ReferenceSet;
  /** True class of each item of the data set. */
  labels: Int32Array;
}): Disturbance[] {
  const images = sample.items.length;
  const classes = Int32Array.from(sample.items, (item) => labels[item] ?? -1);
  return layers.flatMap((layer) => {
    const radius = classRadius(reference, layer);
    const clean = featuresOf(sample, layer);
    return sets.flatMap((from, set) => {
      const budgets = from.epsilons.map((_, at) => at);
      // The clean twins below one another, once for each budget.
      const moved = disturbances(
        { clean: stackRows(budgets.map(() => clean)), modified: featuresOf(from, layer) },
        {
          labels: Int32Array.from(
            { length: budgets.length * images },
            (_, row) => classes[row % images] ?? -1,
          ),
          radius,
        },
      );
      const over = (budget: number | null): Disturbance => {
        const counts = (row: number) => budget === null || Math.floor(row / images) === budget;
        return {
          ...{ set, budget, layer },
          successful: summarizeDisturbance(moved.filter((_, row) => counts(row) && from.success[row] === 1)),
          all: summarizeDisturbance(moved.filter((_, row) => counts(row))),
        };
      };
      return [over(null), ...budgets.map(over)];
    });
  });
}

function featuresOf({ features }: Pick<ReadSample, 'features'>, layer: string) {
  const found = features.get(layer);
  if (!found) throw new Error(`features of ${layer} were not read`);
  return found;
}
