import { pooledOutputs } from '../activations/pooled-outputs';
import { bounds, shape, width, withModel } from '../attacks/conformance-bench';
import type { SoftForm } from '../detectors/differentiable-score';
import { knnScore } from '../detectors/knn-score';
import type { Queries } from '../detectors/queries';
import type { ReferenceSet } from '../detectors/reference-set';
import { parseParameters } from '../method';
import type { Classifier } from '../models/classifier';
import { imageTensor } from '../models/images';
import { readLogits } from '../models/predict';
import { seededRandom } from '../tensors/random';
import { tidy } from '../tensors/tidy';
import { type AttackedDetector, attackedDetector } from './attacked-detector';

const [layer, referenceRows, authenticRows] = ['conv', 90, 40];

/**
 * A kNN score over the network of the attacks' checks, made ready for attackers. Its reference set are random images with the
 * class that the network says, so that it is no good detector: what an attack does with it is not the question here.
 */
export function knownDetector(
  given: { readonly weighting?: string; readonly softForm?: SoftForm } = {},
): Promise<AttackedDetector> {
  const { weighting = 'distance', softForm = 'matching' } = given;
  return withModel(async (model) => {
    const [known, authentic] = [queriesOf(model, 21, referenceRows), queriesOf(model, 22, authenticRows)];
    const reference = referenceOf(known, model.classes);
    const params = parseParameters(knnScore, { layer, k: 8, weighting });
    const state = await knnScore.fit({ reference }, params, { seed: 0 });
    // A state is known to its own detector only.
    const detector = knnScore as unknown as Parameters<typeof attackedDetector>[0]['detector'];
    return attackedDetector({ detector, state, reference, model, softForm }, authentic, { seed: 0 });
  });
}

/** What the network says of random images. */
export function queriesOf(model: Classifier, seed: number, rows: number): Queries {
  const random = seededRandom(seed);
  const data = Float32Array.from(
    { length: rows * width },
    () => bounds[0] + (bounds[1] - bounds[0]) * random.uniform(),
  );
  const read = tidy(() => {
    const images = imageTensor({ data, shape }, { first: 0, count: rows }, bounds);
    return pooledOutputs(model, images, [layer]);
  });
  const { predicted, logits } = readLogits(read.logits);
  const [of] = read.features;
  const features = { data: Float32Array.from(of?.dataSync() ?? []), dimensions: of?.shape[1] ?? 0 };
  read.logits.dispose();
  of?.dispose();
  return {
    rows,
    predicted,
    features: new Map([[layer, features]]),
    logits: { data: logits, dimensions: model.classes },
  };
}

function referenceOf({ features, predicted, rows }: Queries, classes: number): ReferenceSet {
  const of = features.get(layer) ?? { data: new Float32Array(0), dimensions: 1 };
  return {
    rows,
    classes,
    layers: [layer],
    labels: predicted,
    dimensions: () => of.dimensions,
    chunks: () => [of],
    representatives: () => ({
      data: of.data.subarray(0, classes * of.dimensions),
      dimensions: of.dimensions,
    }),
  };
}
