import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { peerPython } from './install-peers';

/** What a task of a Python program answers: numbers and words by name. */
export type PeerAnswer = Readonly<Record<string, number | string | boolean>>;

/** A Python program that does tasks one after another and stays loaded between them. */
export interface Peer {
  /** @throws {Error} with the program's own words when the task fails */
  ask(task: string, given?: object): Promise<PeerAnswer>;
  stop(): void;
}

/** Threads for every contender, ours and theirs. */
export const threads = 2;

/** Environment that holds the numeric libraries of both sides to the same number of threads. */
export const threadLimits = Object.fromEntries(
  [
    'OMP_NUM_THREADS',
    'MKL_NUM_THREADS',
    'OPENBLAS_NUM_THREADS',
    'TF_NUM_INTRAOP_THREADS',
    'TF_NUM_INTEROP_THREADS',
  ].map((name) => [name, String(threads)]),
);

/** Starts a Python file that calls `serve` (see serve.py). */
export function startPeer(file: string, ...given: string[]): Peer {
  const child: ChildProcess = spawn(peerPython(), [file, ...given], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...threadLimits, TF_CPP_MIN_LOG_LEVEL: '3', PYTHONPATH: import.meta.dirname },
  });
  if (!child.stdin || !child.stdout) throw new Error('peer: expected pipes');
  const { stdin, stdout } = child;
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return {
    ask: async (task, params = {}) => {
      stdin.write(`${JSON.stringify({ task, params })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${file}: ended during ${task}`);
      const answer = JSON.parse(value) as { ok?: PeerAnswer; error?: string }; // serve.py writes one of the two
      if (!answer.ok) throw new Error(`${file}, ${task}: ${answer.error}`);
      return answer.ok;
    },
    stop: () => stdin.end(),
  };
}
