import { extractFeatures } from '@fiducial/core/activations';
import { CoreError } from '@fiducial/core/errors';
import { type Classifier, gatherImages, type ImageArray, predict } from '@fiducial/core/models';
import { seededRandom, shuffledIndices, splitSeed } from '@fiducial/core/tensors';
import { z } from 'zod';
import { inputRun, writeArray, writeFeatures } from '../compute/artifact-access';
import { defineTask, type Job } from '../compute/task';
import { readDataset } from '../dataset/read-dataset';
import { readModel } from '../model/read-model';
import { auditSample, leakageResults } from './audit-sample';
import { sampleNeed } from './sample-need';

/** Sizes of the partitions, split by image. */
export const sampleParams = z.object({
  splitName: z.string().default('test').describe('Split of the data set to draw from.'),
  train: z.int().min(1).max(100_000).default(700).describe('Images that detectors learn from.'),
  validation: z
    .int()
    .min(1)
    .max(100_000)
    .default(100)
    .describe('Images that choose an epoch and set thresholds.'),
  test: z.int().min(1).max(100_000).default(200).describe('Images that evaluations are made on.'),
  maxErrors: z
    .int()
    .min(0)
    .max(10_000)
    .default(1000)
    .describe('Misclassified images kept as a group of their own, at most.'),
});

/** What `drawSample` keeps in the row of its run. */
export const sampleResults = z.object({
  errorCount: z.int(),
  drawnFrom: z.int(),
  correct: z.int(),
  /** Null for samples drawn before they were audited. */
  leakage: leakageResults.nullable().default(null),
});

/**
 * Draws correctly classified images, and keeps misclassified ones apart; features of all taps come along. The partitions
 * are audited for leakage: against the training split, and against one another.
 */
export const drawSampleTask = defineTask({
  kind: 'drawSample',
  version: 3,
  params: sampleParams,
  results: sampleResults,
  needsBackend: true,
  need: sampleNeed,
  run: async (job) => {
    const { params, inputs, context, seed } = job;
    const dataset = await readDataset(inputRun(inputs, 'dataset'));
    const { model, taps } = await readModel(inputRun(inputs, 'model'));
    const split = dataset.split(params.splitName);
    const { predicted } = await predict(model, split.images, { context });
    const order = shuffledIndices(split.count, seededRandom(splitSeed(seed, 'sample')));
    const correct = order.filter((row) => predicted[row] === split.labels[row]);
    const errors = order.filter((row) => predicted[row] !== split.labels[row]).slice(0, params.maxErrors);
    const wanted = params.train + params.validation + params.test;
    if (correct.length < wanted)
      throw new CoreError(
        'DEGENERATE_DATA',
        `sample: expected ${wanted} correctly classified images, got ${correct.length} of ${split.count}`,
      );
    const group = (rows: Int32Array, prefix: string) =>
      writeGroup(job, { model, taps, images: split.images, firstItem: split.firstItem, rows, prefix });
    await group(correct.slice(0, wanted), '');
    if (errors.length > 0) await group(errors, 'errors/');
    model.dispose();
    const { train, validation } = params;
    const leakage = await auditSample(
      dataset,
      {
        split,
        rows: {
          train: correct.slice(0, train),
          validation: correct.slice(train, train + validation),
          test: correct.slice(train + validation, wanted),
          errors,
        },
      },
      context,
    );
    return { errorCount: errors.length, drawnFrom: split.count, correct: correct.length, leakage };
  },
});

interface Group {
  readonly model: Classifier;
  readonly taps: readonly string[];
  readonly images: ImageArray;
  readonly firstItem: number;
  /** Rows of the split. */
  readonly rows: Int32Array;
  readonly prefix: string;
}

async function writeGroup(
  { outputs, context }: Job<unknown>,
  { model, taps, images, firstItem, rows, prefix }: Group,
) {
  const shape = [rows.length];
  const items = Uint32Array.from(rows, (row) => firstItem + row);
  await writeArray(outputs, `${prefix}items`, { dtype: 'uint32', shape, data: items });
  const chunks = extractFeatures(model, gatherImages(images, rows), {
    taps,
    context,
    chunkRows: rows.length,
  });
  for await (const { predicted, confidence, logits, features } of chunks) {
    await writeArray(outputs, `${prefix}predicted`, { dtype: 'int32', shape, data: predicted });
    await writeArray(outputs, `${prefix}confidence`, { dtype: 'float32', shape, data: confidence });
    await writeFeatures(outputs, `${prefix}logits`, logits);
    for (const [tap, values] of features) await writeFeatures(outputs, `${prefix}features/${tap}`, values);
  }
}
