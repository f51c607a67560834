import type { Context } from '@fiducial/core/context';
import type { z } from 'zod';
import type { KnownRun, Need } from '../estimate/need';
import type { Checkpoints } from './checkpoints';

/** A file of the artifact store that a run may read. */
export interface InputArtifact {
  readonly path: string;
  /** sha256, hexadecimal. */
  readonly digest: string;
  readonly bytes: number;
  readonly mediaType: string;
}

/** What a run that succeeded hands to those that build on it. */
export interface InputRun {
  readonly params: unknown;
  readonly results: unknown;
  readonly artifacts: ReadonlyMap<string, InputArtifact>;
}

/** Where a task leaves its files: staged, then moved to their content address when it has returned. */
export interface Outputs {
  /** Writes one artifact, whole or chunk by chunk. Names may have folders, such as `features/conv4/0`. */
  write(
    name: string,
    mediaType: string,
    bytes: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): Promise<void>;
}

/** One piece of work in the forked child: everything comes in here, nothing is looked up. */
export interface Job<Params> {
  readonly params: Params;
  readonly seed: number;
  /** By role: `dataset`, `model`, `sample`, `attackSet/0`, `referenceSet`, `detector`, and `upload` for files given by people. */
  readonly inputs: ReadonlyMap<string, InputRun>;
  readonly outputs: Outputs;
  /** What earlier attempts of the same run kept. */
  readonly checkpoints: Checkpoints;
  readonly context: Context;
}

/** The code of a kind of run. Equal parameters, seed, backend and inputs give equal results, so a result is reused. */
export interface Task<Params extends z.ZodType = z.ZodType, Results extends z.ZodType = z.ZodType> {
  readonly kind: string;
  /** Incremented when the same inputs would give another result. */
  readonly version: number;
  readonly params: Params;
  /** What the row of the run keeps. */
  readonly results: Results;
  /** Whether a TensorFlow.js backend is loaded for it. */
  readonly needsBackend: boolean;
  /** What it will need, from shapes and counts. Runs of a task without it are neither estimated nor refused. */
  readonly need?: (run: KnownRun<z.output<Params>>) => Need;
  readonly run: (job: Job<z.output<Params>>) => Promise<z.output<Results>>;
}

/** Declares a task; `compute/tasks.ts` lists them all. */
export function defineTask<Params extends z.ZodType, Results extends z.ZodType>(
  task: Task<Params, Results>,
): Task<Params, Results> {
  return task;
}
