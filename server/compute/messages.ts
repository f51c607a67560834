import type { MetricPoint, Progress } from '@fiducial/core/context';
import type { ErrorData } from '../jobs/failure';
import type { InputArtifact } from './task';

/** What goes into a run, as data. */
export interface InputData {
  readonly params: unknown;
  readonly results: unknown;
  /** By name. */
  readonly artifacts: Readonly<Record<string, InputArtifact>>;
}

/** A run as the child gets it. */
export interface JobData {
  readonly kind: string;
  readonly params: unknown;
  readonly seed: number;
  readonly attempt: number;
  readonly inputs: Readonly<Record<string, InputData>>;
  /** Share of a usual batch that is to be computed at once; 1 unless memory ran out before. */
  readonly batchShare?: number;
  /** Folder of this attempt, in which the child stages its files. */
  readonly staging: string;
  /** Folder in which attempts of the run keep checkpoints of this very computation. */
  readonly checkpoints: string;
}

/** Which TensorFlow.js backend runs, for the run's record and the page. */
export interface BackendData {
  readonly name: string;
  readonly version: string;
  readonly tensorflowVersion: string | null;
  readonly reason?: string | undefined;
  readonly faster?: string | null | undefined;
}

/** A file that the child wrote and flushed. */
export interface StagedOutput {
  readonly name: string;
  readonly file: string;
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: number;
}

/** To the child. */
export type ToChild = { readonly type: 'describe' } | { readonly type: 'run'; readonly job: JobData };

/** From the child. */
export type FromChild =
  | { readonly type: 'backend'; readonly backend: BackendData }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'metric'; readonly metric: MetricPoint }
  /** A checkpoint was written. */
  | { readonly type: 'kept' }
  | {
      readonly type: 'done';
      readonly results: unknown;
      readonly outputs: readonly StagedOutput[];
      /** Largest resident memory that it had. */
      readonly peakMemoryBytes: number;
    }
  | { readonly type: 'failed'; readonly error: ErrorData };
