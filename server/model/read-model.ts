import { type Classifier, deserializeModel, graphClassifier } from '@fiducial/core/models';
import { modelFormat, readGraphModel, readLayersModel } from '@fiducial/formats';
import { bytes } from '../compute/artifact-access';
import type { InputRun } from '../compute/task';
import { compiledClassifier } from './compiled-classifier';
import { modelResults } from './measure-model';

/** A model that a run trained or registered, as one graph where the backend can, with the layers whose activations are kept. */
export async function readModel(run: InputRun): Promise<{ model: Classifier; taps: readonly string[] }> {
  const { bounds, taps } = modelResults.parse(run.results);
  const json = Buffer.from(await bytes(run, 'model.json')).toString('utf8');
  const files = new Map([['weights.bin', await bytes(run, 'weights.bin')]]);
  if (modelFormat(json) === 'graph-model')
    return { model: await graphClassifier(readGraphModel(json, files), bounds), taps };
  return {
    model: await compiledClassifier(await deserializeModel(readLayersModel(json, files)), bounds),
    taps,
  };
}
