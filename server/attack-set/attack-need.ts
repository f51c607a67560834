import { batchSizeFor } from '@fiducial/core/tensors';
import type { z } from 'zod';
import { activationValues, type KnownRun, type Need, processPart, product } from '../estimate/need';
import { datasetPart, forwardWork, knownModel, modelPart } from '../model/model-needs';
import { sampleParams } from '../sample/draw-sample.task';
import { tapValues } from '../sample/sample-need';
import type { attackParams } from './attack-results';
import { budgetsOf } from './budgets';

/** What one gradient keeps of a batch's activations, the classifier being one compiled graph. */
const gradientCopies = 6;
/** Most bytes of checkpoints that are held before they are written, twice: as they are and as they are written. */
const checkpointBytes = 2 * 64e6;
/** Images of noise controls and of features are looked at 128 at a time. */
const mostBatch = 128;

/** Parameters that count how often an attack asks the model, by the names that attacks have for them. */
const counts = ['steps', 'iterations', 'maxIterations', 'searchSteps', 'restarts', 'queries', 'maxQueries'];

/** Images of the sample that are attacked, by number. */
function attackedImages(inputs: KnownRun['inputs'], testOnly: boolean): number {
  const { train, validation, test } = sampleParams.parse(inputs.sample?.params);
  return testOnly ? test : train + validation + test;
}

/** How often an attack asks the model about an image, taken from its parameters. */
export function questionsOf(parameters: Readonly<Record<string, unknown>>): number {
  const values = counts.map((name) => parameters[name]).filter((value) => typeof value === 'number');
  return Math.max(1, product(values));
}

/** What an attack needs: the data set, one batch with its gradient, and columns of what is found. */
export function attackNeed({ params, inputs }: KnownRun<z.output<typeof attackParams>>): Need {
  const model = knownModel(inputs);
  const images = attackedImages(inputs, params.testOnly);
  const rows = images * budgetsOf(params.epsilons).length;
  const values = activationValues(model.layers);
  const batch = Math.min(images, batchSizeFor(values));
  const pixels = product(model.inputShape);
  const columns = 4 * (model.classes + 16) * rows;
  const kept = Math.min(checkpointBytes, 2 * rows * 4 * (pixels + model.classes));
  return {
    parts: [
      processPart('backend'),
      datasetPart(inputs, 'sampleId'),
      modelPart(inputs),
      { what: `the ${images} images`, bytes: images * pixels, field: 'sampleId' },
      {
        what: `a gradient of ${batch} images`,
        bytes: 4 * gradientCopies * batch * values,
        field: 'sampleId',
      },
      {
        what: `features of ${mostBatch} images`,
        bytes: 4 * mostBatch * (values + 2 * tapValues(model)),
        field: 'sampleId',
      },
      { what: 'what is kept of each row', bytes: columns + kept, field: 'epsilons' },
    ],
    work: rows * (3 * questionsOf(params.parameters) + 2) * forwardWork(model.layers),
    workPerSecond: 20e9,
    like: params.attack,
  };
}
