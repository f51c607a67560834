import { extractFeatures, type FeatureChunk } from '@fiducial/core/activations';
import {
  type Attack,
  type AttackedRows,
  gateAttack,
  type Norm,
  noiseControl,
  normOf,
  runAttack,
  sizeOf,
  type Trace,
  watchGradients,
} from '@fiducial/core/attacks';
import { type Context, quiet } from '@fiducial/core/context';
import { parseParameters } from '@fiducial/core/method';
import type { Classifier, ImageArray } from '@fiducial/core/models';
import { bytesOf, npyHeaderBytes } from '@fiducial/formats';
import type { z } from 'zod';
import type { Checkpoints } from '../compute/checkpoints';
import { type OpenOutput, openOutput } from '../compute/open-output';
import { resumePieces } from '../compute/resume-pieces';
import type { Outputs } from '../compute/task';
import { type AllColumns, emptyColumns, fillColumns, outcomeOf, writeColumns } from './attack-columns';
import type { attackParams, attackResults } from './attack-results';
import { budgetsOf } from './budgets';
import { joinTraces, type RowsTrace, traceColumns, writeTraces } from './trace-file';

/** Notes that an attack takes at each budget, by its number: kept with their batch, so that a resumed run has them all. */
export interface BatchNotes {
  /** Those of the batch that was just attacked: plain values. */
  readonly take: (block: number) => unknown;
  /** Adds those of a batch, of this attempt or an earlier one, in the order of batches. */
  readonly add: (block: number, taken: unknown) => void;
}

/** What an attack set is made of. */
export interface AttackSetMaking {
  readonly params: z.output<typeof attackParams>;
  /** The attack at each budget, by its number: the same method, which may take notes of its own. */
  readonly attack: (block: number) => Attack;
  readonly model: Classifier;
  /** Layers whose features are kept. */
  readonly taps: readonly string[];
  readonly images: ImageArray;
  readonly labels: Int32Array;
  readonly outputs: Outputs;
  /** Batches of earlier attempts. */
  readonly checkpoints: Checkpoints;
  /** What an attack notes of its own accord while it works. */
  readonly notes?: BatchNotes;
  readonly context: Context;
  readonly batchSize?: number;
  /** Sees each batch with its features, `row` being its first in the set. */
  readonly onBatch?: (batch: AttackedRows, features: FeatureChunk, row: number) => Promise<void>;
}

/**
 * Attacks images at each budget and writes what is kept of them. Features are extracted from each batch right when it was
 * attacked, images and features go to their files batch by batch: memory holds the clean bytes, one batch and the columns.
 * Every row depends on its number and the seed alone.
 */
export async function makeAttackSet(
  making: AttackSetMaking,
): Promise<{ columns: AllColumns; results: z.output<typeof attackResults> }> {
  const { params, model, images, labels, outputs, context } = making;
  const budgets = budgetsOf(params.epsilons);
  const rows = labels.length * budgets.length;
  const columns = emptyColumns({ images: labels.length, budgets: budgets.length, classes: model.classes });
  const files = openFiles(making, rows);
  const gradients = { rows: 0, zero: 0 };
  const noises: (Uint8Array | null)[] = [];
  const traces: Trace[] = [];
  const standing: Uint8Array[][] = [];
  for (const [block, epsilon] of budgets.entries()) {
    const attack = making.attack(block);
    const first = block * labels.length;
    const traced: RowsTrace[] = [];
    const given = { ...params.parameters, ...(epsilon !== null && { epsilon }) };
    const batchesFrom = (from: number) => {
      const attacked = attackWatched(attack, { model, images, labels }, (watched) => ({
        params: parseParameters(watched, given),
        context: withProgress(context, { done: first, total: rows }),
        quantization: params.quantization,
        trace: params.trace,
        from,
        ...(making.batchSize && { batchSize: making.batchSize }),
      }));
      return withNotes(attacked, () => making.notes?.take(block));
    };
    for await (const batch of resumePieces(making.checkpoints, `attacked/${block}`, batchesFrom)) {
      making.notes?.add(block, batch.notes);
      gradients.rows += batch.watched.rows;
      gradients.zero += batch.watched.zero;
      await files.write(batch, first + batch.first);
      fillColumns(columns, first + batch.first, batch);
      if (batch.trace) traced.push({ rows: batch.rows, trace: batch.trace });
    }
    traces.push(joinTraces(traced));
    standing.push(traced.flatMap(({ trace }) => [...(trace.standing ?? [])]));
    const norm = normOf(attack, params.parameters);
    const of = { model, images, labels, columns, block, epsilon, context };
    noises.push(attack.control ? null : await noiseOf(norm, of));
  }
  await files.end();
  await writeColumns(outputs, columns);
  if (params.trace) await outputs.write('trace', 'application/x-npy', writeTraces(traces, traceColumns));
  const noiseSuccess = noises.every((noise) => noise !== null) ? joined(noises) : null;
  const zeroGradients = gradients.rows > 0 ? gradients : null;
  const { control } = making.attack(0);
  const outcomes = budgets.map((epsilon, block) =>
    outcomeOf(columns, { block, epsilon, noise: noises[block] ?? null }),
  );
  const flags = gateAttack({
    ...columns,
    ...{ epsilons: budgets, control, noiseSuccess, gradients: zeroGradients },
    // Of a rounded set it is the rounding that may undo success.
    standing: params.trace && params.quantization === 'float32' ? standing : null,
  });
  return { columns, results: { outcomes, flags, zeroGradients } };
}

/** A batch with what was seen of its first gradients. */
type WatchedRows = AttackedRows & { readonly watched: { readonly rows: number; readonly zero: number } };

/** Attacks, and says of each batch how many rows had a first gradient of zero. */
async function* attackWatched(
  attack: Attack,
  attacked: { model: Classifier; images: ImageArray; labels: Int32Array },
  optionsOf: (attack: Attack) => Parameters<typeof runAttack<Attack['params']>>[2],
): AsyncGenerator<WatchedRows> {
  const watch = { rows: 0, zero: 0 };
  const watching = watchGradients(attack, watch);
  for await (const batch of runAttack(watching, attacked, optionsOf(attack))) {
    yield { ...batch, watched: { ...watch } };
    Object.assign(watch, { rows: 0, zero: 0 });
  }
}

/** Batches with the notes that were taken of them. */
async function* withNotes<Batch>(
  batches: AsyncIterable<Batch>,
  take: () => unknown,
): AsyncGenerator<Batch & { readonly notes: unknown }> {
  for await (const batch of batches) yield { ...batch, notes: take() };
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
  { outputs, model, taps, images, context, onBatch }: AttackSetMaking,
  rows: number,
): { write(batch: AttackedRows, row: number): Promise<void>; end(): Promise<void> } {
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
  return {
    write: async (batch, row) => {
      await append('images', images.shape, batch.images);
      const attacked = { data: batch.images, shape: images.shape };
      const chunks = extractFeatures(model, attacked, {
        taps,
        context: quiet(context),
        chunkRows: batch.rows,
      });
      for await (const chunk of chunks) {
        for (const [tap, { data, dimensions }] of chunk.features)
          await append(`features/${tap}`, [dimensions], data);
        await onBatch?.(batch, chunk, row);
      }
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
