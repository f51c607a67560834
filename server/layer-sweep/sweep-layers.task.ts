import type { Context } from '@fiducial/core/context';
import {
  fitPreprocessing,
  neighborsIn,
  type Preprocessing,
  preprocessings,
  searchedLayer,
} from '@fiducial/core/detectors';
import { z } from 'zod';
import { inputRun, integers, writeArray } from '../compute/artifact-access';
import { resumeOne } from '../compute/resume-pieces';
import { defineTask } from '../compute/task';
import { readAttackSets } from '../detector/fit-detector.task';
import { readReferenceSet } from '../reference-set/read-reference-set';
import { gatherQueries, readSample } from '../sample/read-sample';
import { countLists } from './count-lists';
import { measureDisturbances, writeDisturbances } from './disturbance-file';
import { writeLists } from './neighbor-lists';
import { sweepNeed } from './sweep-needs';
import { kRange, sweepResults } from './sweep-results';
import { sweptRows, writeSweptInputs } from './swept-rows';

/** What is swept beside all three weightings. */
export const sweepParams = z
  .object({
    layers: z.array(z.string()).min(1),
    preprocessings: z
      .array(z.enum(preprocessings))
      .min(1)
      .default([...preprocessings]),
  })
  .and(kRange);

/**
 * Looks up the neighbors of all authentic and modified inputs once, in every layer under every preprocessing, keeps them,
 * and counts the kNN score of every weighting and k from them; and how far each set moves each layer.
 */
export const sweepLayersTask = defineTask({
  kind: 'sweepLayers',
  version: 2,
  params: sweepParams,
  results: sweepResults,
  needsBackend: true,
  need: sweepNeed,
  run: async ({ params, inputs: runs, outputs, checkpoints, context }) => {
    const { layers, preprocessings: kinds, ...range } = params;
    const reference = await readReferenceSet(inputRun(runs, 'referenceSet'), layers);
    const dataset = inputRun(runs, 'dataset');
    const sample = await readSample(inputRun(runs, 'sample'), { dataset, layers });
    const sets = await readAttackSets(runs, layers);
    const { parts, inputs } = sweptRows(sample, sets);
    const queries = gatherQueries(parts, { layers, images: null });
    const steps = stepper(context, { steps: layers.length * kinds.length, rows: queries.rows });
    const lookUp = async (layer: string, preprocessing: Preprocessing) => {
      const step = steps.next();
      const lists = await resumeOne(checkpoints, `${layer}/${preprocessing}`, async () => {
        const preprocessed = await fitPreprocessing(reference, layer, { kind: preprocessing, context });
        const searched = searchedLayer(reference, layer, { preprocessed, search: 'exact' });
        return neighborsIn(searched, queries, { k: range.lastK, context: step });
      });
      await writeLists(outputs, { layer, preprocessing }, lists);
      return lists;
    };
    await outputs.write('inputs', 'application/octet-stream', writeSweptInputs(inputs));
    const { labels } = reference;
    await writeArray(outputs, 'labels', { dtype: 'int32', shape: [labels.length], data: labels });
    const moved = measureDisturbances({
      ...{ sample, sets, layers, reference },
      labels: await integers(dataset, 'labels'),
    });
    await outputs.write('disturbances', 'application/json', writeDisturbances(moved));
    return countLists(
      { layers, preprocessings: kinds, range, sets, inputs, labels, listsOf: lookUp },
      { outputs, context },
    );
  },
});

/** The context of each search, whose progress is told as part of all of them. */
function stepper(context: Context, { steps, rows }: { steps: number; rows: number }) {
  let step = -1;
  return {
    next: (): Context => {
      step++;
      const before = step * rows;
      return {
        ...context,
        onProgress: ({ stage, done, unit }) =>
          context.onProgress?.({ stage, done: before + done, total: steps * rows, unit }),
      };
    },
  };
}
