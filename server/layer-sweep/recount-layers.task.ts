import { CoreError } from '@fiducial/core/errors';
import { z } from 'zod';
import { bytes, inputRun, integers } from '../compute/artifact-access';
import { defineTask } from '../compute/task';
import { countLists } from './count-lists';
import { readLists } from './neighbor-lists';
import { recountNeed } from './sweep-needs';
import { kRange, sweepResults } from './sweep-results';
import { readSweptInputs } from './swept-rows';

/** Which k are counted anew, and which of the sets are controls, in order. */
export const recountParams = z.object({ controls: z.array(z.boolean()) }).and(kRange);

/** Counts other k from the neighbors that an earlier sweep has kept: nothing is looked up. */
export const recountLayersTask = defineTask({
  kind: 'recountLayers',
  version: 1,
  params: recountParams,
  results: sweepResults,
  needsBackend: false,
  need: recountNeed,
  run: async ({ params, inputs: runs, outputs, context }) => {
    const { controls, ...range } = params;
    const source = inputRun(runs, 'layerSweep');
    const { layers, preprocessings, keptNeighbors } = sweepResults.parse(source.results);
    if (range.lastK > keptNeighbors)
      throw new CoreError(
        'PARAMETERS',
        `lastK: expected at most ${keptNeighbors} (the neighbors kept), got ${range.lastK}`,
      );
    await outputs.write('disturbances', 'application/json', await bytes(source, 'disturbances'));
    return countLists(
      {
        ...{ layers, preprocessings, range },
        sets: controls.map((control) => ({ control })),
        inputs: readSweptInputs(await bytes(source, 'inputs')),
        labels: await integers(source, 'labels'),
        listsOf: (layer, preprocessing) => readLists(source, { layer, preprocessing }),
      },
      { outputs, context },
    );
  },
});
