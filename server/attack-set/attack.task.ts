import { extractFeatures } from '@fiducial/core/activations';
import {
  type Attack,
  type AttackedRows,
  attacks,
  gateAttack,
  type Norm,
  noiseControl,
  normOf,
  runAttack,
  sizeOf,
  type Trace,
  watchGradients,
} from '@fiducial/core/attacks';
import type { Context } from '@fiducial/core/context';
import { CoreError } from '@fiducial/core/errors';
import { parseParameters } from '@fiducial/core/method';
import { type Classifier, gatherImages, type ImageArray } from '@fiducial/core/models';
import { bytesOf, npyHeaderBytes } from '@fiducial/formats';
import { indices, inputRun } from '../compute/artifact-access';
import { type OpenOutput, openOutput } from '../compute/open-output';
import { defineTask, type Outputs } from '../compute/task';
import { readDataset } from '../dataset/read-dataset';
import { readModel } from '../model/read-model';
import { type AllColumns, emptyColumns, fillColumns, outcomeOf, writeColumns } from './attack-columns';
import { attackParams, attackResults } from './attack-results';
import { budgetsOf } from './budgets';
import { joinTraces, type RowsTrace, writeTraces } from './trace-file';

/**
 * Attacks all images of a sample at each budget. Features are extracted from each batch right when it was attacked, images
 * and features go to their files batch by batch: memory holds the clean bytes, one batch and the columns. Every row depends
 * on its number and the seed alone.
 */
export const attackTask = defineTask({
  kind: 'attack',
  version: 4,
  params: attackParams,
  results: attackResults,
  needsBackend: true,
  run: async ({ params, inputs, outputs, context }) => {
    const attack = findAttack(params.attack);
    const dataset = await readDataset(inputRun(inputs, 'dataset'));
    const { model, taps } = await readModel(inputRun(inputs, 'model'));
    const items = await indices(inputRun(inputs, 'sample'), 'items');
    const images = gatherImages(dataset.images, items);
    const labels = Int32Array.from(items, (item) => dataset.labels[item] ?? 0);
    const budgets = budgetsOf(params.epsilons);
    const rows = items.length * budgets.length;
    const columns = emptyColumns({ images: items.length, budgets: budgets.length, classes: model.classes });
    const files = openFiles(outputs, { model, taps, images, rows, context });
    const gradients = { rows: 0, zero: 0 };
    const noises: (Uint8Array | null)[] = [];
    const traces: Trace[] = [];
    const standing: Uint8Array[][] = [];
    for (const [block, epsilon] of budgets.entries()) {
      const first = block * items.length;
      const traced: RowsTrace[] = [];
      const given = { ...params.parameters, ...(epsilon !== null && { epsilon }) };
      const batches = runAttack(
        watchGradients(attack, gradients),
        { model, images, labels },
        {
          params: parseParameters(attack, given),
          context: withProgress(context, { done: first, total: rows }),
          quantization: params.quantization,
          trace: params.trace,
        },
      );
      for await (const batch of batches) {
        await files.write(batch);
        fillColumns(columns, first + batch.first, batch);
        if (batch.trace) traced.push({ rows: batch.rows, trace: batch.trace });
      }
      traces.push(joinTraces(traced));
      standing.push(traced.flatMap(({ trace }) => [...(trace.standing ?? [])]));
      noises.push(
        attack.control
          ? null
          : await noiseOf(normOf(attack, params.parameters), {
              model,
              images,
              labels,
              columns,
              block,
              epsilon,
              context,
            }),
      );
    }
    await files.end();
    await writeColumns(outputs, columns);
    if (params.trace) await outputs.write('trace', 'application/x-npy', writeTraces(traces));
    model.dispose();
    const noiseSuccess = noises.every((noise) => noise !== null) ? joined(noises) : null;
    const zeroGradients = gradients.rows > 0 ? gradients : null;
    const { control } = attack;
    return {
      outcomes: budgets.map((epsilon, block) =>
        outcomeOf(columns, { block, epsilon, noise: noises[block] ?? null }),
      ),
      flags: gateAttack({
        ...{ ...columns, epsilons: budgets, control, noiseSuccess, gradients: zeroGradients },
        // Of a rounded set it is the rounding that may undo success.
        standing: params.trace && params.quantization === 'float32' ? standing : null,
      }),
      zeroGradients,
    };
  },
});

function findAttack(id: string): Attack {
  const attack = attacks.find((known) => known.id === id);
  if (attack) return attack;
  const known = attacks.map((one) => one.id).join(', ');
  throw new CoreError('PARAMETERS', `attack: expected one of ${known}, got ${id}`);
}

/** The progress of one budget as part of all. */
function withProgress(context: Context, { done, total }: { done: number; total: number }): Context {
  const { onProgress } = context;
  if (!onProgress) return context;
  return {
    ...context,
    onProgress: (progress) =>
      onProgress({ stage: 'attack', done: done + progress.done, total, unit: 'images' }),
  };
}

/** The files that grow batch by batch: the images, and the features of each tap. */
function openFiles(
  outputs: Outputs,
  {
    model,
    taps,
    images,
    rows,
    context,
  }: { model: Classifier; taps: readonly string[]; images: ImageArray; rows: number; context: Context },
): { write(batch: AttackedRows): Promise<void>; end(): Promise<void> } {
  const open = new Map<string, OpenOutput>();
  const append = async (name: string, shape: readonly number[], data: Float32Array) => {
    let file = open.get(name);
    if (!file) {
      file = openOutput(outputs, name, 'application/x-npy');
      open.set(name, file);
      await file.write(npyHeaderBytes('float32', [rows, ...shape]));
    }
    await file.write(bytesOf(data));
  };
  const quiet = { seed: context.seed, ...(context.signal && { signal: context.signal }) };
  return {
    write: async (batch) => {
      await append('images', images.shape, batch.images);
      const attacked = { data: batch.images, shape: images.shape };
      const chunks = extractFeatures(model, attacked, { taps, context: quiet, chunkRows: batch.rows });
      for await (const { features } of chunks)
        for (const [tap, { data, dimensions }] of features)
          await append(`features/${tap}`, [dimensions], data);
    },
    end: async () => {
      for (const file of open.values()) await file.end();
    },
  };
}

/** Random noise of the attack's size on the same images: of epsilon, or as large as each perturbation that it found. */
function noiseOf(
  norm: Norm,
  of: {
    model: Classifier;
    images: ImageArray;
    labels: Int32Array;
    columns: AllColumns;
    block: number;
    epsilon: number | null;
    context: Context;
  },
): Promise<Uint8Array | null> {
  const { model, images, labels, columns, block, epsilon, context } = of;
  const first = block * labels.length;
  const sizes = Array.from(labels, (_, image) => epsilon ?? sizeOf(columns, first + image, norm));
  const targets = columns.targets.subarray(first, first + labels.length);
  return noiseControl(model, { images, labels, targets, sizes }, { norm, context });
}

function joined(blocks: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(blocks.flatMap((block) => [...block]));
}
