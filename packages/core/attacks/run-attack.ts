import type { z } from 'zod';
import { breathe, type Context } from '../context';
import { CoreError } from '../errors';
import type { Classifier } from '../models/classifier';
import { type ImageArray, imageTensor } from '../models/images';
import { readLogits } from '../models/predict';
import { batches, batchSizeFor, sharedBatch } from '../tensors/batches';
import { perturbationNorms } from '../tensors/norms';
import { tf } from '../tensors/tf';
import { chooseTargets, targetChoiceOf } from './choose-targets';
import { countedModel, type QueryCount } from './counted-model';
import type { Attack, AttackBatch } from './define-attack';
import { drawGuides } from './draw-guides';
import { type Quantization, toBytes } from './quantization';
import { type Trace, traceRecorder } from './trace';

/** What became of a run of rows. */
export interface AttackedRows {
  readonly first: number;
  readonly rows: number;
  /** `[rows, h, w, c]` in the model's bounds. */
  readonly images: Float32Array;
  readonly predicted: Int32Array;
  readonly confidence: Float32Array;
  /** `[rows, classes]` */
  readonly logits: Float32Array;
  /** 1 where the prediction left the true class, or with a target reached it. */
  readonly success: Uint8Array;
  /** Target classes; -1 where there is none. */
  readonly targets: Int32Array;
  /** `[rows, 4]`: L0, L1, L2, Linf in input units. */
  readonly norms: Float32Array;
  /** `[rows, 2]`: forward and backward queries. */
  readonly queries: Uint32Array;
  /** Only when it was asked for. */
  readonly trace?: Trace;
}

/**
 * Attacks images batch by batch. Owns what every attack has in common: bounds, clipping, success as the exact model
 * sees it, counting, memory.
 *
 * With `from`, goes on at that row: what it yields is bit for bit what an uninterrupted run yields from there, as long as
 * a batch starts at that row in both. With `trace`, each batch comes with its loss and success by query.
 *
 * @throws {CoreError} `PARAMETERS` for a target class that the model lacks or a `from` that is no row, `BOUNDS` when an image leaves the model's bounds, `NOT_A_NUMBER` when an attack loses its way
 * @throws {CancelledError}
 */
export async function* runAttack<Params extends z.ZodObject>(
  attack: Attack<Params>,
  { model, images, labels }: { model: Classifier; images: ImageArray; labels: Int32Array },
  {
    params,
    context,
    batchSize = defaultBatchSize(model),
    from = 0,
    trace = false,
    quantization = 'float32',
  }: {
    params: z.output<Params>;
    context: Context;
    batchSize?: number;
    from?: number;
    trace?: boolean;
    /** With `uint8`, everything about the images is said of them as rounded to bytes. */
    quantization?: Quantization;
  },
): AsyncGenerator<AttackedRows> {
  const targetChoice = targetChoiceOf(params, model);
  if (!(Number.isInteger(from) && from >= 0 && from <= labels.length))
    throw new CoreError('PARAMETERS', `from: expected a row from 0 to ${labels.length}, got ${from}`);
  const report = (done: number) =>
    context.onProgress?.({ stage: attack.id, done, total: labels.length, unit: 'images' });
  // Before the first batch, so that what goes wrong in it has a name.
  report(from);
  for (const { first: offset, count: size } of batches(
    labels.length - from,
    sharedBatch(batchSize, context),
  )) {
    const batch = { first: from + offset, count: size };
    await breathe(context);
    const truth = labels.subarray(batch.first, batch.first + batch.count);
    const clean = imageTensor(images, batch, model.bounds);
    const kept: tf.Tensor[] = [clean];
    try {
      const cleanValues = checkBounds(clean, model.bounds);
      const targets = chooseTargets(targetChoice, {
        truth,
        model,
        clean,
        seed: context.seed,
        first: batch.first,
      });
      const rows = Int32Array.from({ length: batch.count }, (_, row) => batch.first + row);
      const count: QueryCount = {
        firstRow: batch.first,
        forward: new Uint32Array(batch.count),
        backward: new Uint32Array(batch.count),
      };
      const labelTensor = tf.tensor1d(targets ?? truth, 'int32');
      kept.push(labelTensor);
      const under: AttackBatch = {
        images: clean,
        labels: labelTensor,
        targeted: targets !== null,
        rows,
        guides: (draw = 0) =>
          drawGuides({ model, images, labels }, { ...batch, targets, seed: context.seed, draw }),
      };
      const recorder = trace
        ? traceRecorder(batch.first, { labels: targets ?? truth, targeted: under.targeted })
        : undefined;
      const asked = countedModel(model, count, rows, recorder?.observe);
      const raw = await attack.perturb(asked, under, params, context);
      const clipped = tf.tidy(() => {
        const within = raw.clipByValue(...model.bounds);
        return quantization === 'uint8' ? rounded(within, images.shape, model.bounds) : within;
      });
      const logits = tf.tidy(() => model.logits(clipped));
      kept.push(raw, clipped, logits);
      const values = Float32Array.from(clipped.dataSync());
      const read = readLogits(logits);
      if (values.some(Number.isNaN) || read.confidence.some(Number.isNaN))
        throw new CoreError(
          'NOT_A_NUMBER',
          `${attack.id} on rows from ${batch.first}: expected finite images and logits`,
        );
      yield {
        first: batch.first,
        rows: batch.count,
        images: values,
        ...read,
        success: Uint8Array.from(read.predicted, (predicted, row) =>
          Number(targets ? predicted === targets[row] : predicted !== truth[row]),
        ),
        targets: targets ?? new Int32Array(batch.count).fill(-1),
        norms: perturbationNorms(cleanValues, values, batch.count),
        queries: Uint32Array.from(
          { length: batch.count * 2 },
          (_, at) => (at % 2 ? count.backward : count.forward)[at >> 1] ?? 0,
        ),
        ...(recorder && { trace: recorder.read() }),
      };
    } finally {
      tf.dispose(kept);
    }
    report(batch.first + batch.count);
  }
}

function defaultBatchSize(model: Classifier): number {
  return batchSizeFor(
    model.layers.reduce(
      (sum, layer) => sum + layer.outputShape.reduce((product, size) => product * size, 1),
      0,
    ),
  );
}

/** Images as bytes hold them, `[n, h, w, c]`. */
function rounded(
  images: tf.Tensor,
  shape: ImageArray['shape'],
  bounds: readonly [number, number],
): tf.Tensor {
  const data = toBytes(images.dataSync() as Float32Array, bounds); // images are floats
  return imageTensor({ data, shape }, { first: 0, count: images.shape[0] ?? 0 }, bounds);
}

function checkBounds(clean: tf.Tensor, [low, high]: readonly [number, number]): Float32Array {
  const values = Float32Array.from(clean.dataSync());
  const outside = values.find((value) => !(value >= low - 1e-6 && value <= high + 1e-6));
  if (outside !== undefined)
    throw new CoreError('BOUNDS', `images: expected values in [${low}, ${high}], got ${outside}`);
  return values;
}
