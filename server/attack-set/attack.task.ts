import { extractFeatures } from '@fiducial/core/activations';
import { type AttackedRows, attacks, runAttack } from '@fiducial/core/attacks';
import { CoreError } from '@fiducial/core/errors';
import { parseParameters } from '@fiducial/core/method';
import { gatherImages } from '@fiducial/core/models';
import { bytesOf, type NpyDtype, npyHeaderBytes } from '@fiducial/formats';
import { z } from 'zod';
import { indices, inputRun } from '../compute/artifact-access';
import { defineTask } from '../compute/task';
import { readDataset } from '../dataset/read-dataset';
import { readModel } from '../model/read-model';

/** Most epsilons of one attack set. */
export const mostEpsilons = 32;

/** A method, its parameters without epsilon, and the epsilons it runs at. */
export const attackParams = z.object({
  attack: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  epsilons: z.array(z.number().positive()).min(1).max(mostEpsilons),
});

/** What `attack` keeps in the row of its run, for each epsilon. */
export const attackResults = z.object({
  outcomes: z.array(
    z.object({
      epsilon: z.number(),
      attacked: z.int(),
      successful: z.int(),
      successRate: z.number(),
      meanL0: z.number(),
      meanL1: z.number(),
      meanL2: z.number(),
      meanLinf: z.number(),
      forwardQueries: z.int(),
      backwardQueries: z.int(),
    }),
  ),
});

/** Attacks all images of a sample at each epsilon, and extracts the features of what came out. */
export const attackTask = defineTask({
  kind: 'attack',
  version: 2,
  params: attackParams,
  results: attackResults,
  needsBackend: true,
  run: async ({ params, inputs, outputs, context }) => {
    const attack = attacks.find(({ id }) => id === params.attack);
    if (!attack)
      throw new CoreError(
        'PARAMETERS',
        `attack: expected one of ${attacks.map(({ id }) => id).join(', ')}, got ${params.attack}`,
      );
    const dataset = await readDataset(inputRun(inputs, 'dataset'));
    const { model, taps } = await readModel(inputRun(inputs, 'model'));
    const items = await indices(inputRun(inputs, 'sample'), 'items');
    const images = gatherImages(dataset.images, items);
    const labels = Int32Array.from(items, (item) => dataset.labels[item] ?? 0);
    const n = items.length;
    const collected: AttackedRows[][] = [];
    const total = n * params.epsilons.length;
    for (const [index, epsilon] of params.epsilons.entries()) {
      const onProgress = context.onProgress;
      const stepContext = {
        ...context,
        ...(onProgress && {
          onProgress: (progress: { done: number }) =>
            onProgress({ stage: 'attack', done: index * n + progress.done, total, unit: 'images' }),
        }),
      };
      const rows: AttackedRows[] = [];
      const parameters = parseParameters(attack, { ...params.parameters, epsilon });
      for await (const batch of runAttack(
        attack,
        { model, images, labels },
        { params: parameters, context: stepContext },
      ))
        rows.push(batch);
      collected.push(rows);
    }
    const all = collected.flat();
    const column = async (
      name: string,
      dtype: NpyDtype,
      width: readonly number[],
      pick: (rows: AttackedRows) => ArrayBufferView,
    ) =>
      outputs.write(name, 'application/x-npy', [
        npyHeaderBytes(dtype, [total, ...width]),
        ...all.map((rows) => bytesOf(pick(rows))),
      ]);
    await column('images', 'float32', images.shape, (rows) => rows.images);
    await column('predicted', 'int32', [], (rows) => rows.predicted);
    await column('confidence', 'float32', [], (rows) => rows.confidence);
    await column('logits', 'float32', [model.classes], (rows) => rows.logits);
    await column('success', 'uint8', [], (rows) => rows.success);
    await column('targets', 'int32', [], (rows) => rows.targets);
    await column('norms', 'float32', [4], (rows) => rows.norms);
    await column('queries', 'uint32', [2], (rows) => rows.queries);

    const parts = new Map<string, { dimensions: number; chunks: Uint8Array[] }>();
    for (const [index, rows] of all.entries()) {
      const chunk = { data: rows.images, shape: images.shape };
      const quiet = { seed: context.seed, ...(context.signal && { signal: context.signal }) };
      for await (const { features } of extractFeatures(model, chunk, {
        taps,
        context: quiet,
        chunkRows: rows.rows,
      }))
        for (const [tap, { data, dimensions }] of features) {
          const part = parts.get(tap) ?? { dimensions, chunks: [] };
          part.chunks.push(bytesOf(data));
          parts.set(tap, part);
        }
      context.onProgress?.({ stage: 'features', done: index + 1, total: all.length, unit: 'batches' });
    }
    for (const [tap, { dimensions, chunks }] of parts)
      await outputs.write(`features/${tap}`, 'application/x-npy', [
        npyHeaderBytes('float32', [total, dimensions]),
        ...chunks,
      ]);
    model.dispose();
    return { outcomes: collected.map((rows, index) => outcome(params.epsilons[index] ?? 0, rows)) };
  },
});

function outcome(epsilon: number, batches: readonly AttackedRows[]) {
  const attacked = batches.reduce((sum, { rows }) => sum + rows, 0);
  const successful = batches.reduce((sum, { success }) => sum + success.reduce((a, b) => a + b, 0), 0);
  const total = (pick: (rows: AttackedRows) => ArrayLike<number>, width: number, at: number) =>
    batches.reduce((sum, rows) => {
      const values = pick(rows);
      let part = 0;
      for (let index = at; index < values.length; index += width) part += values[index] ?? 0;
      return sum + part;
    }, 0);
  const meanNorm = (at: number) => total(({ norms }) => norms, 4, at) / attacked;
  return {
    epsilon,
    attacked,
    successful,
    successRate: successful / attacked,
    meanL0: meanNorm(0),
    meanL1: meanNorm(1),
    meanL2: meanNorm(2),
    meanLinf: meanNorm(3),
    forwardQueries: total(({ queries }) => queries, 2, 0),
    backwardQueries: total(({ queries }) => queries, 2, 1),
  };
}
