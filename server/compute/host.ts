import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { MetricPoint, Progress } from '@fiducial/core/context';
import { childVariables } from '../env';
import type { ErrorData } from '../jobs/failure';
import { lastWords } from './last-words';
import type { BackendData, FromChild, JobData, ToChild } from './messages';
import { watchMemory } from './watch-memory';

/** How a child ended. */
export type ChildOutcome =
  | Extract<FromChild, { type: 'done' }>
  | { readonly type: 'failed'; readonly error: ErrorData }
  /** Without an answer. One that grew beyond its memory was ended by SIGKILL, as the system does. */
  | {
      readonly type: 'exited';
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
      /** Last lines that it wrote. */
      readonly output: string;
    };

/** A child that computes. */
export interface ComputeChild {
  readonly pid: number;
  readonly ended: Promise<ChildOutcome>;
  /** SIGTERM, and SIGKILL after `graceMs`. */
  stop(): void;
}

/** What is called with the messages of a running child. */
export interface ChildHandlers {
  readonly onBackend?: (backend: BackendData) => void;
  readonly onProgress?: (progress: Progress) => void;
  readonly onMetric?: (metric: MetricPoint) => void;
  /** A checkpoint was written. */
  readonly onKept?: () => void;
}

/** How long a child may take to stop by itself. */
const graceMs = 5000;
const memoryCheckMs = 1000;

/** The bundle of child.ts, beside the bundle of which this file is a part. */
const childFile = join(import.meta.dirname, 'compute-child.js');

/** Forks a child that computes `job`. `memoryBytes` is its limit of resident memory; 0 for none. */
export function startChild(
  job: JobData,
  { memoryBytes, threads }: { memoryBytes: number; threads: number },
  handlers: ChildHandlers,
): ComputeChild {
  return start({ type: 'run', job }, { memoryBytes, threads }, handlers);
}

/** Asks a child which backend it gets, once per worker. */
export async function describeBackend(): Promise<BackendData> {
  let described: BackendData | undefined;
  const onBackend = (backend: BackendData) => {
    described = backend;
  };
  const outcome = await start({ type: 'describe' }, { memoryBytes: 0, threads: 0 }, { onBackend }).ended;
  if (described) return described;
  const reason = outcome.type === 'failed' ? outcome.error.message : 'the process ended without an answer';
  throw new Error(`No backend could be loaded: ${reason}`);
}

function start(
  message: ToChild,
  { memoryBytes, threads }: { memoryBytes: number; threads: number },
  handlers: ChildHandlers,
): ComputeChild {
  const variables = threads ? { TF_NUM_INTRAOP_THREADS: String(threads), TF_NUM_INTEROP_THREADS: '1' } : {};
  const child = fork(childFile, [], {
    serialization: 'advanced',
    execArgv: ['--enable-source-maps'],
    env: childVariables(variables as Record<string, string>),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const tail = lastWords(child);
  const stopWatching = memoryBytes
    ? watchMemory(child, { mostBytes: memoryBytes, everyMs: memoryCheckMs })
    : () => undefined;
  let killTimer: NodeJS.Timeout | undefined;
  const ended = new Promise<ChildOutcome>((resolve) => {
    let answer: ChildOutcome | undefined;
    child.on('message', (from: FromChild) => {
      if (from.type === 'backend') handlers.onBackend?.(from.backend);
      else if (from.type === 'progress') handlers.onProgress?.(from.progress);
      else if (from.type === 'metric') handlers.onMetric?.(from.metric);
      else if (from.type === 'kept') handlers.onKept?.();
      else answer = from;
    });
    // `close` comes after the last message and the last output; `error` when it could not be started.
    const finish = (code: number | null, signal: NodeJS.Signals | null, output: string) => {
      clearTimeout(killTimer);
      stopWatching();
      resolve(answer ?? { type: 'exited', code, signal, output });
    };
    child.once('error', (error) => finish(null, null, error.message));
    child.once('close', (code, signal) => finish(code, signal, tail()));
  });
  child.send(message, () => undefined);
  return {
    pid: child.pid ?? 0,
    ended,
    stop: () => {
      if (killTimer) return;
      child.kill('SIGTERM');
      killTimer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    },
  };
}
