import { pooledOutputs } from '../activations/pooled-outputs';
import { type AttackedRows, runAttack } from '../attacks/run-attack';
import { type Context, quiet } from '../context';
import { parseParameters } from '../method';
import type { Classifier } from '../models/classifier';
import { type ImageArray, imageTensor } from '../models/images';
import { disposeAll, tidy } from '../tensors/tidy';
import { adaptiveBatchSize, againstDetector } from './against-detector';
import { queriesOf } from './asked-queries';
import type { AttackedDetector } from './attacked-detector';
import type { AdaptiveAttack } from './define-adaptive-attack';
import { evades } from './evasion';

/** An attack, the detector that it is given and the classifier. */
export interface TriedAttack {
  readonly method: AdaptiveAttack;
  readonly known: AttackedDetector;
  readonly model: Classifier;
}

/** What came of a trial. */
export interface EvasionTrial {
  readonly images: number;
  /** Images given back that fool the classifier with an exact score at or below the threshold at 5 % false positives. */
  readonly evaded: number;
}

/**
 * Attacks the images from row `from` on, which sanity checks do with other parameters than the run's. What is judged are the
 * images that the attack gives back, scored anew: its own notes on the way are not believed.
 *
 * @throws {CoreError} `PARAMETERS` for bad parameters, and what `runAttack` throws
 * @throws {CancelledError}
 */
export async function evasionTrial(
  tried: TriedAttack,
  {
    images,
    labels,
    from,
    params,
    context,
  }: { images: ImageArray; labels: Int32Array; from: number; params: object; context: Context },
): Promise<EvasionTrial> {
  const { method, known, model } = tried;
  const attack = againstDetector(method, known);
  const batches = runAttack(
    attack,
    { model, images, labels },
    {
      params: parseParameters(attack, params),
      context: quiet(context),
      batchSize: adaptiveBatchSize(model, known),
      from,
    },
  );
  let evaded = 0;
  for await (const batch of batches) {
    const judged = { ...batch, scores: await scoresOf(batch, tried, context) };
    for (let row = 0; row < batch.rows; row++) evaded += Number(evades(judged, row, tried.known.threshold));
  }
  return { images: labels.length - from, evaded };
}

/** Exact scores `[rows]` of attacked images. */
async function scoresOf(
  { images, predicted }: AttackedRows,
  { known, model }: TriedAttack,
  context: Context,
) {
  const asked = tidy(() => {
    const given = { data: images, shape: model.inputShape };
    const pixels = imageTensor(given, { first: 0, count: predicted.length }, model.bounds);
    return { ...pooledOutputs(model, pixels, known.layers), images: pixels };
  });
  try {
    return await known.exact(queriesOf({ ...asked, predicted }, known), context);
  } finally {
    disposeAll(asked);
  }
}
