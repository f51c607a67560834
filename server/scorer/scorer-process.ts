import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { lastWords } from '../compute/last-words';
import { watchMemory } from '../compute/watch-memory';
import { childVariables } from '../env';
import type { ErrorData } from '../jobs/failure';
import { log } from '../log';
import { InvalidInputError, LimitError } from '../user-error';
import type { FromScorer, Question, ScorerAnswer } from './scorer-messages';

/** An answer, or why there is none; `final` where asking again would bring the same. */
export type Exchange = { readonly answer: ScorerAnswer } | { readonly error: Error; readonly final: boolean };

/** A scorer that runs. It is asked one thing at a time. */
export interface ScorerProcess {
  alive(): boolean;
  /** Keys of the detectors that it has in memory. */
  loaded(): ReadonlySet<string>;
  exchange(question: Question, withinMs: number): Promise<Exchange>;
  end(): void;
}

/** The bundle of scorer-child.ts, beside the bundle of which this file is a part. */
const childFile = join(import.meta.dirname, 'scorer.js');
const memoryCheckMs = 100;

/** Starts a scorer, which is ended by SIGKILL when its resident memory is above `memoryBytes`. */
export function startScorer(memoryBytes: number): ScorerProcess {
  const child = fork(childFile, [], {
    serialization: 'advanced',
    execArgv: ['--enable-source-maps'],
    env: childVariables({}),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let loaded: ReadonlySet<string> = new Set();
  let overMemory = false;
  let ended = false;
  const words = lastWords(child);
  const stopWatching = watchMemory(child, {
    mostBytes: memoryBytes,
    everyMs: memoryCheckMs,
    onKill: () => {
      overMemory = true;
    },
  });
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).then((how) => {
    ended = true;
    stopWatching();
    return how;
  });
  return {
    alive: () => !ended && child.connected,
    loaded: () => loaded,
    end: () => child.kill('SIGKILL'),
    exchange: async (question, withinMs) => {
      const reply = await replyOf(child, { question, withinMs, gone });
      if (reply === 'late') {
        child.kill('SIGKILL');
        await gone;
        return { error: tooLate(), final: true };
      }
      if (typeof reply !== 'string') {
        loaded = new Set(reply.loaded);
        return reply.type === 'answer'
          ? { answer: reply.answer }
          : { error: refusal(reply.error), final: true };
      }
      log.error({ exit: reply, words: words() }, 'the scorer died at a question');
      return { error: overMemory ? tooLarge(memoryBytes) : diedAt(reply), final: false };
    },
  };
}

/** What it says, how it ended, or `late`. */
async function replyOf(
  child: ChildProcess,
  { question, withinMs, gone }: { question: Question; withinMs: number; gone: Promise<string> },
): Promise<FromScorer | 'late' | string> {
  let timer: NodeJS.Timeout | undefined;
  let hear: (message: FromScorer) => void = () => undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), Math.max(0, withinMs));
  });
  const heard = new Promise<FromScorer>((resolve) => {
    hear = resolve;
    child.once('message', hear);
  });
  try {
    child.send(question, () => undefined);
    return await Promise.race([heard, gone, late]);
  } finally {
    clearTimeout(timer);
    child.off('message', hear);
  }
}

const field = 'image';
const tooLate = () =>
  new LimitError('Expected an answer within 10 s, got none: try again, or ask fewer detectors.');
const tooLarge = (bytes: number) =>
  new LimitError(
    `Expected scoring to take at most ${Math.round(bytes / 1e6)} MB of memory, got more: ask fewer detectors.`,
  );
const diedAt = (how: string) =>
  new InvalidInputError(
    `image: expected one that can be scored, got one at which the scorer died twice (${how})`,
    {
      field,
    },
  );

/** What the scorer refused, as the one who asked is told; a bug stays one. */
function refusal({ name, message, code, stack }: ErrorData): Error {
  if (name === 'FormatError' || name === 'CoreError') return new InvalidInputError(message, { field });
  if (name === 'CancelledError')
    return new LimitError('attack: expected it to take at most 5 s, got no end by then: use fewer steps');
  return Object.assign(new Error(message), { stack, ...(code && { code }) });
}
