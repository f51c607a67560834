import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { breathe } from '@fiducial/core/context';
import { CoreError } from '@fiducial/core/errors';
import { resumePieces } from '@fiducial/server/compute/resume-pieces';
import { defineTask, type Task } from '@fiducial/server/compute/task';
import { z } from 'zod';

/** Adds `value` and the sums of its inputs; writes the sum as an artifact of 8 bytes. */
const sum = defineTask({
  kind: 'sum',
  // Not 1, so that a version that is assumed is told from one that was read.
  version: 3,
  params: z.object({ value: z.number().default(1) }),
  results: z.object({ sum: z.number() }),
  needsBackend: false,
  run: async ({ params, inputs, outputs }) => {
    let total = params.value;
    for (const { artifacts } of inputs.values()) {
      for (const { path } of artifacts.values()) total += (await readFile(path)).readDoubleLE(0);
    }
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(total);
    await outputs.write('sum', 'application/octet-stream', bytes);
    return { sum: total };
  },
});

/** Takes `steps` times `milliseconds` and reports each step. */
const slow = defineTask({
  kind: 'slow',
  version: 1,
  params: z.object({ steps: z.int().default(10), milliseconds: z.number().default(50) }),
  results: z.object({ pid: z.int() }),
  needsBackend: false,
  run: async ({ params: { steps, milliseconds }, context }) => {
    for (let done = 0; done < steps; done++) {
      const stage = done < steps / 2 ? 'first' : 'second';
      context.onProgress?.({ stage, done, total: steps, unit: 'steps' });
      context.onMetric?.({ name: 'loss', step: done, value: 1 / (done + 1) });
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      await breathe(context);
    }
    context.onProgress?.({ stage: 'second', done: steps, total: steps, unit: 'steps' });
    return { pid: process.pid };
  },
});

/** Blocks its thread for ever, as a kernel does that hangs. */
const endless = defineTask({
  kind: 'endless',
  version: 1,
  params: z.object({}),
  results: z.object({}),
  needsBackend: false,
  run: async ({ context }) => {
    context.onProgress?.({ stage: 'spinning', done: 0, total: 1, unit: 'loops' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (;;) Math.sqrt(2);
  },
});

/** Fails in a given way. */
const failing = defineTask({
  kind: 'failing',
  version: 1,
  params: z.object({ how: z.enum(['core', 'bug', 'exit', 'kill', 'full', 'results', 'nan']) }),
  results: z.object({ value: z.number() }),
  needsBackend: false,
  run: async ({ params: { how }, context }) => {
    context.onProgress?.({ stage: 'failing', done: 0, total: 1, unit: 'ways' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (how === 'core') throw new CoreError('SHAPE', 'Images: expected [n, 28, 28, 1], got [3].');
    if (how === 'nan')
      throw new CoreError('NOT_A_NUMBER', 'loss at step 7: expected a finite number, got NaN');
    if (how === 'bug') throw new TypeError('secret path /etc/x is not a function');
    if (how === 'full') throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    if (how === 'exit') process.exit(3);
    if (how === 'kill') process.kill(process.pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, how === 'results' ? 0 : 1000));
    return { value: Number.NaN };
  },
});

/** Takes memory, 20 MB at a time, until somebody stops it. */
const hungry = defineTask({
  kind: 'hungry',
  version: 1,
  params: z.object({}),
  results: z.object({}),
  needsBackend: false,
  run: async ({ context }) => {
    const eaten: Buffer[] = [];
    for (let done = 0; done < 100; done++) {
      eaten.push(Buffer.alloc(20e6, 1));
      context.onProgress?.({ stage: 'eating', done, total: 100, unit: 'portions' });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return {};
  },
});

/** Needs 600 MB for a whole batch, and says what share of it was computed at once. */
const batch = defineTask({
  kind: 'batch',
  version: 1,
  params: z.object({ salt: z.int().default(0) }),
  results: z.object({ share: z.number() }),
  needsBackend: false,
  run: async ({ context }) => {
    const share = context.batchShare ?? 1;
    const held = Buffer.alloc(600e6 * share, 1);
    context.onProgress?.({ stage: 'batch', done: 0, total: 1, unit: 'batches' });
    // The limit is looked at once a second.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    return { share: held.length / 600e6 };
  },
});

/** Ends the worker that computes it. */
const poison = defineTask({
  kind: 'poison',
  version: 1,
  params: z.object({}),
  results: z.object({}),
  needsBackend: false,
  run: async ({ context }) => {
    context.onProgress?.({ stage: 'poisoning', done: 0, total: 1, unit: 'workers' });
    await new Promise((resolve) => setTimeout(resolve, 700));
    process.kill(process.ppid, 'SIGKILL');
    return {};
  },
});

/** Writes `files` files of different bytes, `milliseconds` each. */
const files = defineTask({
  kind: 'files',
  version: 1,
  params: z.object({
    files: z.int().default(3),
    salt: z.string().default(''),
    milliseconds: z.number().default(0),
  }),
  results: z.object({ files: z.int() }),
  needsBackend: false,
  run: async ({ params, outputs, context }) => {
    for (let at = 0; at < params.files; at++) {
      context.onProgress?.({ stage: 'write', done: at, total: params.files, unit: 'files' });
      await outputs.write(`part/${at}`, 'text/plain', Buffer.from(`${params.salt} ${at}`.repeat(1000)));
      await new Promise((resolve) => setTimeout(resolve, params.milliseconds));
      await breathe(context);
    }
    return { files: params.files };
  },
});

/** Computes `pieces` pieces one after another and keeps each; says how many this attempt computed itself. */
const pieces = defineTask({
  kind: 'pieces',
  version: 1,
  params: z.object({ pieces: z.int().default(20), milliseconds: z.number().default(50) }),
  results: z.object({ computed: z.int() }),
  needsBackend: false,
  run: async ({ params, seed, outputs, checkpoints, context }) => {
    let computed = 0;
    const compute = async function* (from: number) {
      for (let first = from; first < params.pieces; first++) {
        await new Promise((resolve) => setTimeout(resolve, params.milliseconds));
        await breathe(context);
        computed++;
        context.onProgress?.({ stage: 'pieces', done: first + 1, total: params.pieces, unit: 'pieces' });
        yield { first, rows: 1, text: createHash('sha256').update(`${seed} ${first}`).digest('hex') };
      }
    };
    const texts: string[] = [];
    for await (const { text } of resumePieces(checkpoints, 'pieces', compute)) texts.push(text);
    await outputs.write('pieces', 'text/plain', Buffer.from(texts.join('\n')));
    return { computed };
  },
});

/** Kinds of runs that tests have: what they compute is small, and ends or fails as they are told. */
export const tasks: readonly Task[] = [
  sum,
  slow,
  endless,
  failing,
  hungry,
  batch,
  poison,
  files,
  pieces,
] as readonly Task[];
