import { breathe, type Context } from '../context';
import { type Weighting, weightings } from '../detectors/knn/weighted-support';
import { CoreError } from '../errors';
import type { Neighbors } from '../neighbors';
import { scoreSorter } from './order-scores';
import { runningScores } from './running-scores';
import { type SortedLists, sortedLists } from './sorted-lists';
import { checkSweep, leastAuthentic, type SweepPlan, type SweptInputs } from './swept-inputs';

/**
 * AUCs of the kNN score in one layer, of every weighting at every k, from neighbor lists that were made once:
 * `[partitions, weightings, ks, 1 + sets]`. The first of the last axis is the macro-AUC, the plain mean over attacks;
 * then each set against the authentic inputs of its partition, by exact mid-ranks. Not a number where a group is
 * empty, where there are fewer than two authentic inputs, and for a macro-AUC of which an attack is missing.
 *
 * The result is that of fitting, scoring and evaluating `knnScore` at each setting: the scores are the same bits, the AUCs
 * differ by rounding of a sum, below 1e-12. For this the lists must begin with what a search for fewer neighbors finds,
 * as those of exact search do unless more reference rows than it keeps to spare are equally far.
 *
 * @throws {CoreError} `PARAMETERS` for ks beyond the lists or without an attack, `SHAPE`
 * @throws {CancelledError}
 */
export async function sweepNeighbors(
  neighbors: Neighbors,
  {
    labels,
    inputs,
    plan,
    context,
  }: { labels: Int32Array; inputs: SweptInputs; plan: SweepPlan; context: Context },
): Promise<Float64Array> {
  const { predicted } = inputs;
  checkSweep(inputs, { plan, k: neighbors.k });
  if (neighbors.indices.length !== predicted.length * neighbors.k)
    throw new CoreError(
      'SHAPE',
      `neighbors: expected lists of ${predicted.length} inputs, got ${neighbors.indices.length / neighbors.k}`,
    );
  const lists = sortedLists(neighbors, { labels, predicted });
  const columns = 1 + plan.sets.length;
  const aucs = new Float64Array(plan.partitions * weightings.length * plan.ks.length * columns);
  for (const [at, weighting] of weightings.entries()) {
    await breathe(context);
    sweepWeighting(lists, { weighting, inputs, plan }, (partition, k, values) => {
      const cell = (partition * weightings.length + at) * plan.ks.length + k;
      aucs.set(values, cell * columns);
    });
  }
  return aucs;
}

/** Hands on the AUCs `[1 + sets]` of each partition at each k, by their numbers. */
function sweepWeighting(
  lists: SortedLists,
  { weighting, inputs, plan }: { weighting: Weighting; inputs: SweptInputs; plan: SweepPlan },
  take: (partition: number, k: number, values: Float64Array) => void,
): void {
  const counts = countGroups(inputs, plan);
  const sort = scoreSorter(lists.rows);
  let at = 0;
  for (const { scores } of runningScores(lists, { weighting, ks: plan.ks })) {
    const pairs = pairsInOrder(scores, sort(scores), { inputs, plan });
    for (let partition = 0; partition < plan.partitions; partition++)
      take(partition, at, aucsOf({ counts, pairs }, { partition, plan }));
    at++;
  }
}

/** Inputs of each partition and group, `[partitions, 1 + sets]`. */
function countGroups({ partition, group }: SweptInputs, { partitions, sets }: SweepPlan): Float64Array {
  const counts = new Float64Array(partitions * (1 + sets.length));
  group.forEach((of, row) => {
    const place = (partition[row] ?? 0) * (1 + sets.length) + of;
    counts[place] = (counts[place] ?? 0) + 1;
  });
  return counts;
}

/**
 * Pairs of an input of a group and an authentic one of its partition that are in the right order, ties a half,
 * `[partitions, 1 + sets]`: whole and half numbers, exact. One walk from the least score to the greatest, tied ones together.
 */
function pairsInOrder(
  scores: Float32Array,
  order: Uint32Array,
  { inputs: { partition, group }, plan }: { inputs: SweptInputs; plan: SweepPlan },
): Float64Array {
  const groups = 1 + plan.sets.length;
  const pairs = new Float64Array(plan.partitions * groups);
  const [below, tied] = [new Float64Array(plan.partitions), new Float64Array(plan.partitions)];
  let first = 0;
  while (first < order.length) {
    // Within all arrays; a hot loop.
    const score = scores[order[first] as number];
    let end = first;
    for (; end < order.length && scores[order[end] as number] === score; end++) {
      const row = order[end] as number;
      if (group[row] === 0) tied[partition[row] as number] = (tied[partition[row] as number] as number) + 1;
    }
    for (let at = first; at < end; at++) {
      const row = order[at] as number;
      const part = partition[row] as number;
      const place = part * groups + (group[row] as number);
      if (group[row] !== 0)
        pairs[place] = (pairs[place] as number) + (below[part] as number) + (tied[part] as number) / 2;
    }
    for (let part = 0; part < plan.partitions; part++) {
      below[part] = (below[part] as number) + (tied[part] as number);
      tied[part] = 0;
    }
    first = end;
  }
  return pairs;
}

function aucsOf(
  { counts, pairs }: { counts: Float64Array; pairs: Float64Array },
  { partition, plan }: { partition: number; plan: SweepPlan },
): Float64Array {
  const first = partition * (1 + plan.sets.length);
  const authentic = counts[first] ?? 0;
  const values = new Float64Array(1 + plan.sets.length);
  let [sum, attacks] = [0, 0];
  plan.sets.forEach(({ control }, set) => {
    const count = counts[first + 1 + set] ?? 0;
    const auc =
      authentic >= leastAuthentic && count > 0
        ? (pairs[first + 1 + set] ?? 0) / (authentic * count)
        : Number.NaN;
    values[1 + set] = auc;
    if (control) return;
    sum += auc;
    attacks++;
  });
  values[0] = sum / attacks;
  return values;
}
