import type { ScorerLimits } from '../env';
import { limitAtOnce } from '../limit-at-once';
import { LimitError } from '../user-error';
import type { Question, ScorerAnswer } from './scorer-messages';
import { type ScorerProcess, startScorer } from './scorer-process';

/** Answers questions about single images, one after the other, in a process of its own. */
export interface Scorer {
  /**
   * `prepare` makes the question once it is its turn, knowing which detectors are in memory; it is called again when the
   * process died, which is tried once more.
   *
   * @throws {LimitError} with too many in line, after ten seconds, or where memory does not suffice
   * @throws {InvalidInputError} for what the process refused in words, or at which it died twice
   */
  ask(
    prepare: (loaded: ReadonlySet<string>) => Promise<Question>,
    signal: AbortSignal,
  ): Promise<ScorerAnswer>;
  stop(): void;
}

/** Most questions that wait for one that is answered: who waits longer than a second or two has moved on. */
const mostWaiting = 8;
/** From the question to its answer, the wait for others included. */
const deadlineMs = 10_000;

/** Opens a scorer; its process is started at the first question. */
export function openScorer(limits: ScorerLimits): Scorer {
  const inLine = limitAtOnce(1);
  let waiting = 0;
  let child: ScorerProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  const stop = () => {
    clearTimeout(idle);
    child?.end();
    child = undefined;
  };
  const exchange = async (
    prepare: (loaded: ReadonlySet<string>) => Promise<Question>,
    until: number,
  ): Promise<ScorerAnswer> => {
    for (let tries = 1; ; tries++) {
      child = child?.alive() ? child : startScorer(limits.memoryBytes);
      const question = await prepare(child.loaded());
      const outcome = await child.exchange(question, until - performance.now());
      if ('answer' in outcome) return outcome.answer;
      if (outcome.final || tries === 2) throw outcome.error;
    }
  };
  return {
    stop,
    ask: async (prepare, signal) => {
      if (waiting > mostWaiting)
        throw new LimitError(
          `questions in line: expected at most ${mostWaiting} that wait, got more; try again in a moment`,
        );
      const until = performance.now() + deadlineMs;
      waiting++;
      clearTimeout(idle);
      try {
        return await inLine(async () => {
          if (signal.aborted) throw new LimitError('Nobody waits for the answer any more.');
          return exchange(prepare, until);
        });
      } finally {
        waiting--;
        if (waiting === 0) idle = setTimeout(stop, limits.idleMs).unref();
      }
    },
  };
}
