import { breathe, type Context } from '../context';
import { CoreError } from '../errors';
import { batches } from '../tensors/batches';
import { seededRandom, shuffledIndices, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import { gatherImages, type ImageArray, imageTensor } from './images';
import { readTraining, restoreTraining, type TrainingKeeper } from './training-state';

/** Images with their true classes, `[n]`. */
export interface LabeledImages {
  readonly images: ImageArray;
  readonly labels: Int32Array;
}

/** How a classifier is trained; an architecture's own schema has the ranges and defaults. */
export interface TrainingParams {
  readonly epochs: number;
  readonly learningRate: number;
  readonly batchSize: number;
}

/**
 * Trains in place: softmax cross-entropy on logits, Adam, a new order each epoch. Loss and accuracy of every step, on
 * the images of that step before it is made, are reported as metrics `loss` and `accuracy`; their means over every epoch
 * as `epochLoss` and `epochAccuracy`. With a keeper, it goes on from the state kept and ends with the same bits, and with
 * the same metrics, as without an interruption.
 *
 * @throws {CoreError} `NOT_A_NUMBER` when the loss is no longer finite
 * @throws {CancelledError}
 */
export async function trainClassifier(
  model: tf.LayersModel,
  { images, labels }: LabeledImages,
  {
    params,
    bounds,
    context,
    keeper,
  }: {
    params: TrainingParams;
    bounds: readonly [number, number];
    context: Context;
    keeper?: TrainingKeeper;
  },
): Promise<void> {
  const optimizer = tf.train.adam(params.learningRate);
  const classes = model.outputs[0]?.shape[1] ?? 0;
  const plan = batches(labels.length, params.batchSize);
  const orders = { epoch: -1, rows: new Int32Array() };
  const orderOf = (epoch: number) => {
    if (orders.epoch !== epoch)
      Object.assign(orders, {
        epoch,
        rows: shuffledIndices(labels.length, seededRandom(splitSeed(context.seed, 'epoch', epoch))),
      });
    return orders.rows;
  };
  const total = plan.length * params.epochs;
  const { losses, accuracies, ...curves } = trainingCurves(total, plan.length, context);
  try {
    const { resume } = keeper ?? {};
    if (resume) {
      await restoreTraining(model, optimizer, resume);
      for (let at = 0; at < resume.step; at++) curves.add(resume.losses[at] ?? 0, resume.accuracies[at] ?? 0);
    }
    for (let step = resume?.step ?? 0; step < total; step++) {
      const epoch = Math.floor(step / plan.length);
      const { first, count } = plan[step % plan.length] as { first: number; count: number }; // within the plan
      // A stop that arrives here is told to the keeper first.
      await breathe({ seed: context.seed });
      if (keeper?.due() && step > 0)
        await keeper.keep(
          await readTraining(model, optimizer, {
            step,
            losses: losses.slice(0, step),
            accuracies: accuracies.slice(0, step),
          }),
        );
      await breathe(context);
      const rows = orderOf(epoch).subarray(first, first + count);
      const truth = Int32Array.from(rows, (row) => labels[row] ?? 0);
      const x = imageTensor(gatherImages(images, rows), { first: 0, count }, bounds);
      const { loss, accuracy } = trainingStep(model, { x, truth, classes }, optimizer);
      x.dispose();
      if (!Number.isFinite(loss))
        throw new CoreError(
          'NOT_A_NUMBER',
          `loss at step ${step}: expected a finite number, got ${loss}; try a smaller learningRate`,
        );
      curves.add(loss, accuracy);
      context.onProgress?.({ stage: 'train', done: step + 1, total, unit: 'steps' });
    }
  } finally {
    optimizer.dispose();
  }
}

/** Loss and accuracy of the steps so far, reported as they come, with their means over each epoch. */
function trainingCurves(total: number, stepsInEpoch: number, context: Context) {
  const losses = new Float64Array(total);
  const accuracies = new Float64Array(total);
  let step = 0;
  const mean = (values: Float64Array) =>
    values.subarray(step - stepsInEpoch, step).reduce((sum, value) => sum + value, 0) / stepsInEpoch;
  return {
    losses,
    accuracies,
    add: (loss: number, accuracy: number) => {
      context.onMetric?.({ name: 'loss', step, value: loss });
      context.onMetric?.({ name: 'accuracy', step, value: accuracy });
      losses[step] = loss;
      accuracies[step] = accuracy;
      step++;
      if (step % stepsInEpoch) return;
      const epoch = step / stepsInEpoch;
      context.onMetric?.({ name: 'epochLoss', step: epoch, value: mean(losses) });
      context.onMetric?.({ name: 'epochAccuracy', step: epoch, value: mean(accuracies) });
    },
  };
}

/** One step down the loss of a batch `x` `[n, h, w, c]` with its true classes; loss and accuracy before the step. */
function trainingStep(
  model: tf.LayersModel,
  { x, truth, classes }: { x: tf.Tensor; truth: Int32Array; classes: number },
  optimizer: tf.Optimizer,
): { loss: number; accuracy: number } {
  return tf.tidy(() => {
    const y = tf.oneHot(tf.tensor1d(truth, 'int32'), classes);
    // Leaves the scope of the gradient, which ends inside minimize.
    let predicted: tf.Tensor | undefined;
    const loss = optimizer.minimize(() => {
      const logits = model.apply(x, { training: true }) as tf.Tensor; // one output
      predicted = tf.keep(logits.argMax(-1));
      return tf.losses.softmaxCrossEntropy(y, logits);
    }, true);
    const classesSeen = predicted?.dataSync() ?? [];
    predicted?.dispose();
    const right = truth.filter((label, at) => classesSeen[at] === label).length;
    return { loss: loss?.dataSync()[0] ?? Number.NaN, accuracy: right / truth.length };
  });
}
