import { breathe, type Context } from '../../context';
import { CoreError } from '../../errors';
import {
  type EpochCurves,
  type EpochState,
  type LearningKeeper,
  pauseAndKeep,
  reportEpoch,
} from '../../learning-keeper';
import { type KeptAdam, readAdam, restoreAdam } from '../../models/training-state';
import { batches, sharedBatch } from '../../tensors/batches';
import { resumedRandom, seededRandom, splitSeed } from '../../tensors/random';
import { tf } from '../../tensors/tf';
import { balancedDraw } from '../heads/balanced-draw';
import { checkValidation, type HeadTraining, macroAuc, type TrainedHead } from '../heads/train-head';
import type { LabeledQueries, RowImages } from '../queries';
import { initialWeights, inputLogits, inputNetworkParts } from './input-network';

/** What training leaves: weights as `inputNetworkParts` lists them, of the best epoch. */
export interface TrainedNetwork extends Omit<TrainedHead, 'weights'> {
  readonly weights: readonly Float32Array[];
}

/** A network under training. */
interface NetworkState extends EpochState<TrainedNetwork> {
  readonly weights: readonly Float32Array[];
  readonly adam: KeptAdam;
}

/**
 * Trains as heads are trained (binary cross-entropy, Adam, evenly drawn groups, the epoch with the best validation
 * macro-AUC), on images that are read a batch at a time.
 *
 * @throws {CoreError} `DEGENERATE_DATA` without images, authentic rows or attacks, `NOT_A_NUMBER` when the loss is not finite
 * @throws {CancelledError}
 */
export async function trainInputNetwork(
  { train, validation }: { train: LabeledQueries; validation: LabeledQueries },
  {
    training,
    context,
    keeper,
  }: { training: HeadTraining; context: Context; keeper?: LearningKeeper | undefined },
): Promise<TrainedNetwork> {
  const [images, held] = [imagesOf(train), imagesOf(validation)];
  const draw = balancedDraw(train.groups, training.sampling);
  checkValidation(validation.groups);
  // Kept below, and hashed by the keeper.
  const resume = keeper?.resume as NetworkState | undefined;
  const random = resume
    ? resumedRandom(resume.random)
    : seededRandom(splitSeed(context.seed, 'inputNetwork'));
  const channels = images.shape[2];
  const weights = resume?.weights ?? initialWeights(channels, context.seed);
  const parts = inputNetworkParts(channels);
  const variables = parts.map(({ shape }, at) => {
    const values = weights[at] ?? new Float32Array(0);
    return tf.tidy(() => tf.variable(tf.tensor(values, [...shape])));
  });
  const read = () => variables.map((variable) => Float32Array.from(variable.dataSync()));
  const optimizer = tf.train.adam(training.learningRate);
  const stepsPerEpoch = Math.ceil(train.rows / training.batchSize);
  const curves: EpochCurves = resume?.curves ?? { losses: [], validationMacroAucs: [] };
  let best: TrainedNetwork = resume?.best ?? { weights: read(), bestEpoch: 0, validationMacroAuc: -1 };
  try {
    const { epochs } = training;
    if (resume) {
      const step = (resume.epoch - 1) * stepsPerEpoch + resume.step;
      await restoreAdam(optimizer, resume.adam, { step, shapes: parts.map(({ shape }) => shape) });
      for (let epoch = 1; epoch < resume.epoch; epoch++) reportEpoch(context, { epoch, epochs, curves });
    }
    for (let epoch = resume?.epoch ?? 1; epoch <= epochs; epoch++) {
      const begun = epoch === resume?.epoch ? resume : { step: 0, sum: 0 };
      let { sum } = begun;
      for (let { step } = begun; step < stepsPerEpoch; step++) {
        await pauseAndKeep(
          context,
          keeper,
          async (): Promise<NetworkState> => ({
            epoch,
            step,
            sum,
            curves,
            best,
            random: random.state(),
            weights: read(),
            adam: await readAdam(optimizer),
          }),
        );
        const rows = Array.from({ length: training.batchSize }, () => draw(random));
        const labels = rows.map((row) => Number(train.groups[row] !== 'authentic'));
        sum += trainingStep(await images.read(rows), { shape: images.shape, labels, variables, optimizer });
      }
      const loss = sum / stepsPerEpoch;
      if (!Number.isFinite(loss))
        throw new CoreError(
          'NOT_A_NUMBER',
          `detector loss in epoch ${epoch}: expected a finite number, got ${loss}`,
        );
      const scores = await networkScores(read(), { images: held, rows: validation.rows, context });
      const validationMacroAuc = macroAuc(scores, validation.groups);
      curves.losses.push(loss);
      curves.validationMacroAucs.push(validationMacroAuc);
      reportEpoch(context, { epoch, epochs, curves });
      if (validationMacroAuc > best.validationMacroAuc)
        best = { weights: read(), bestEpoch: epoch, validationMacroAuc };
    }
  } finally {
    optimizer.dispose();
    tf.dispose(variables);
  }
  return best;
}

/** P(adversarial) of the first `rows` images, `[rows]`. */
export async function networkScores(
  weights: readonly Float32Array[],
  { images, rows, context }: { images: RowImages; rows: number; context: Context },
): Promise<Float32Array> {
  const scores = new Float32Array(rows);
  const held = weightTensors(weights, images.shape[2]);
  try {
    for (const { first, count } of batches(rows, sharedBatch(128, context))) {
      await breathe(context);
      const values = await images.read(Array.from({ length: count }, (_, at) => first + at));
      const part = tf.tidy(() => inputLogits(held, tf.tensor4d(values, [count, ...images.shape])).sigmoid());
      scores.set(part.dataSync(), first);
      part.dispose();
    }
  } finally {
    tf.dispose(held);
  }
  return scores;
}

/** The weights as tensors, which the caller disposes. */
export function weightTensors(weights: readonly Float32Array[], channels: number): tf.Tensor[] {
  return inputNetworkParts(channels).map(({ shape }, at) =>
    tf.tensor(weights[at] ?? new Float32Array(0), [...shape]),
  );
}

function imagesOf({ images }: LabeledQueries): RowImages {
  if (!images) throw new CoreError('SHAPE', 'training rows: expected images, got none');
  return images;
}

function trainingStep(
  values: Float32Array,
  {
    shape,
    labels,
    variables,
    optimizer,
  }: {
    shape: readonly [number, number, number];
    labels: readonly number[];
    variables: tf.Variable[];
    optimizer: tf.Optimizer;
  },
): number {
  return tf.tidy(() => {
    const x = tf.tensor4d(values, [labels.length, ...shape]);
    const y = tf.tensor1d([...labels]);
    const loss = optimizer.minimize(
      () => tf.losses.sigmoidCrossEntropy(y, inputLogits(variables, x)),
      true,
      variables,
    );
    return loss?.dataSync()[0] ?? Number.NaN;
  });
}
