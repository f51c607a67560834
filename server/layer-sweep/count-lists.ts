import type { Context } from '@fiducial/core/context';
import type { Preprocessing } from '@fiducial/core/detectors';
import type { Neighbors } from '@fiducial/core/neighbors';
import {
  bestCell,
  placeOfCell,
  type SweepAxes,
  type SweptInputs,
  type SweptSet,
  sweepNeighbors,
  sweepShape,
} from '@fiducial/core/sweep';
import { writeArray } from '../compute/artifact-access';
import type { Outputs } from '../compute/task';
import { axesOf, type KRange, ksOf, type SweepResults } from './sweep-results';
import { sweptPartitions } from './swept-rows';

/** What is counted: the inputs, whose neighbors `listsOf` gives layer by layer. */
export interface Counted {
  readonly layers: readonly string[];
  readonly preprocessings: readonly Preprocessing[];
  readonly range: KRange;
  readonly sets: readonly SweptSet[];
  readonly inputs: SweptInputs;
  /** Classes of the reference images. */
  readonly labels: Int32Array;
  readonly listsOf: (layer: string, preprocessing: Preprocessing) => Promise<Neighbors>;
}

/** Counts every cell and writes the tensor `aucs`; one layer's lists are in memory at a time. */
export async function countLists(
  { listsOf, ...of }: Counted,
  { outputs, context }: { outputs: Outputs; context: Context },
): Promise<SweepResults> {
  const { layers, preprocessings, range, sets, inputs, labels } = of;
  const plan = { partitions: sweptPartitions.length, sets, ks: ksOf(range) };
  const counts = countsOf(inputs, sets.length);
  const [settings, total] = [[] as Float64Array[], layers.length * preprocessings.length];
  let [keptNeighbors, milliseconds] = [0, 0];
  for (const layer of layers)
    for (const preprocessing of preprocessings) {
      const lists = await listsOf(layer, preprocessing);
      keptNeighbors = lists.k;
      const started = process.hrtime.bigint();
      settings.push(await sweepNeighbors(lists, { labels, inputs, plan, context }));
      milliseconds += Number(process.hrtime.bigint() - started) / 1e6;
      context.onProgress?.({ stage: 'sweep', done: settings.length, total, unit: 'settings' });
    }
  const found = { layers: [...layers], preprocessings: [...preprocessings], range, partitions: counts };
  const axes = axesOf(found);
  const aucs = inOrder(settings, axes);
  await writeArray(outputs, 'aucs', {
    dtype: 'float32',
    shape: sweepShape(axes),
    data: Float32Array.from(aucs),
  });
  const best = bestCell(aucs, axes, { partition: 0 });
  const place = best && placeOfCell(axes, { partition: 1, cell: best, column: 0 });
  const macroAuc = aucs[place ?? -1] ?? Number.NaN;
  return {
    ...found,
    keptNeighbors,
    best,
    bestByLayer: layers.map((layer) => bestCell(aucs, axes, { partition: 0, layer })),
    macroAuc: Number.isNaN(macroAuc) ? null : macroAuc,
    countingMilliseconds: milliseconds,
  };
}

/** Partitions first, as the tensor has them: each setting has both partitions. */
function inOrder(settings: readonly Float64Array[], axes: SweepAxes): Float64Array {
  const all = new Float64Array(sweepShape(axes).reduce((product, size) => product * size, 1));
  const size = all.length / axes.partitions / Math.max(1, settings.length);
  settings.forEach((aucs, at) => {
    for (let partition = 0; partition < axes.partitions; partition++)
      all.set(
        aucs.subarray(partition * size, (partition + 1) * size),
        (partition * settings.length + at) * size,
      );
  });
  return all;
}

function countsOf({ partition, group }: SweptInputs, sets: number): SweepResults['partitions'] {
  return sweptPartitions.map((name, part) => {
    const counts = new Array<number>(1 + sets).fill(0);
    group.forEach((of, row) => {
      if (partition[row] === part) counts[of] = (counts[of] ?? 0) + 1;
    });
    const [authentic = 0, ...ofSets] = counts;
    return { name, authentic, sets: ofSets };
  });
}
