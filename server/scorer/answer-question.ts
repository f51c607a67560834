import { attacks, runAttack } from '@fiducial/core/attacks';
import type { Context } from '@fiducial/core/context';
import { CancelledError, CoreError } from '@fiducial/core/errors';
import { parseParameters } from '@fiducial/core/method';
import { type Classifier, type ImageArray, imageTensor } from '@fiducial/core/models';
import { encodePng, magnifyDifference, toPixels } from '@fiducial/formats';
import {
  type BundledDetector,
  likeliestClasses,
  mapOf,
  nearRowsOf,
  readImageFeatures,
  scoreChunk,
} from '@fiducial/formats/bundle';
import { magnificationOf } from '../image/magnification';
import type { LoadedDetectors } from './loaded-detectors';
import { readGivenImage } from './read-given-image';
import type { AskedAttack, AttackedVerdicts, ImageVerdicts, Question, ScorerAnswer } from './scorer-messages';

/** Classes that are told of an image. */
const mostClasses = 5;
/** An attack that takes longer is given up: somebody is waiting with a slider in hand. */
const attackLimitMs = 5000;

/** What an image is looked at with. */
interface Lens {
  readonly model: Classifier;
  readonly detectors: readonly BundledDetector[];
  readonly context: Context;
}

/**
 * Answers one question: model, detectors and image are read, the image is scored, attacked where that was asked, and what
 * came of the attack scored too.
 *
 * @throws {FormatError} for an image that the model does not take, or a damaged detector
 * @throws {CoreError} for a detector or an attack that cannot be
 * @throws {CancelledError} when the attack took too long
 */
export async function answerQuestion(
  { detectors: asked, image: given, attack, seed }: Question,
  loaded: LoadedDetectors,
): Promise<ScorerAnswer> {
  const clock = stopwatch();
  const { model, detectors } = await loaded.get(asked);
  const image = await readGivenImage(given, model);
  const load = clock();
  const lens = { model, detectors, context: { seed } };
  const verdicts = await look(image, lens);
  const score = clock();
  const attacked = attack && (await attackImage(image, { attack, verdicts, lens }));
  return { given: verdicts, attacked, milliseconds: { load, score, attack: attacked ? clock() : 0 } };
}

async function look(image: ImageArray, { model, detectors, context }: Lens): Promise<ImageVerdicts> {
  for await (const chunk of readImageFeatures(model, image, { detectors, context })) {
    const predicted = chunk.predicted[0] ?? 0;
    const verdicts = [];
    for (const detector of detectors) {
      const judgment = await scoreChunk(detector, { chunk, images: image, model }, context);
      verdicts.push({
        score: judgment.scores[0] ?? 0,
        neighbors: nearRowsOf(detector, judgment),
        map: mapOf(detector, judgment, predicted),
      });
    }
    return {
      picture: await pictureOf(image, model),
      classes: likeliestClasses(chunk.logits, mostClasses),
      verdicts,
    };
  }
  throw new Error('expected one image, got none');
}

async function attackImage(
  image: ImageArray,
  {
    attack: { id, parameters },
    verdicts,
    lens,
  }: { attack: AskedAttack; verdicts: ImageVerdicts; lens: Lens },
): Promise<AttackedVerdicts> {
  const { model, context } = lens;
  const attack = attacks.find((known) => known.id === id);
  if (!attack) throw new CoreError('PARAMETERS', `attack: expected one that there is, got ${id}`);
  // Nobody says what the image is: the class to leave is the one that the model sees.
  const labels = Int32Array.of(verdicts.classes[0]?.classIndex ?? 0);
  const attacking = runAttack(
    attack,
    { model, images: image, labels },
    {
      params: parseParameters(attack, parameters),
      context: { ...context, signal: AbortSignal.timeout(attackLimitMs) },
    },
  );
  for await (const { images: data, success, norms } of attacking) {
    const [l0 = 0, l1 = 0, l2 = 0, linf = 0] = norms;
    const clean = valuesOf(image, model);
    const factor = magnificationOf(linf, model.bounds);
    const changed = data.map((value, at) => value - (clean[at] ?? 0));
    return {
      image: await look({ data, shape: image.shape }, lens),
      difference: await png(magnifyDifference(changed, model.bounds, factor), image.shape),
      factor,
      norms: { l0, l1, l2, linf },
      success: success[0] === 1,
    };
  }
  throw new CancelledError();
}

/** Values within the model's bounds, as it is given them. */
function valuesOf(image: ImageArray, { bounds }: Classifier): Float32Array {
  const tensor = imageTensor(image, { first: 0, count: 1 }, bounds);
  const values = tensor.dataSync() as Float32Array; // images are floats
  tensor.dispose();
  return values;
}

function pictureOf(image: ImageArray, model: Classifier): Promise<Uint8Array> {
  const data = image.data instanceof Uint8Array ? image.data : toPixels(image.data, model.bounds);
  return png(data, image.shape);
}

function png(data: Uint8Array, [height, width, channels]: ImageArray['shape']): Promise<Uint8Array> {
  return encodePng({ data, height, width, channels });
}

/** Milliseconds since it was last asked. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const passed = now - last;
    last = now;
    return passed;
  };
}
