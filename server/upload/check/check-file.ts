import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { lastWords } from '../../compute/last-words';
import { watchMemory } from '../../compute/watch-memory';
import { childVariables } from '../../env';
import { limitAtOnce } from '../../limit-at-once';
import { log } from '../../log';
import { InvalidInputError, LimitError } from '../../user-error';
import type { CheckAnswer, FileToCheck } from './check-messages';
import { fileDigest } from './file-digest';
import { checkedKinds } from './upload-kinds';

/** What a check may take. */
export interface CheckLimits {
  /** Resident memory. */
  readonly checkBytes: number;
  readonly checkMs: number;
}

/** The bytes are not those that were announced: the right ones may still come. */
export class OtherBytesError extends InvalidInputError {}

/** The bundle of check-child.ts, beside the bundle of which this file is a part. */
const childFile = join(import.meta.dirname, 'upload-check.js');
/** A process that nobody watches more closely may take another gigabyte in this time. */
const memoryCheckMs = 50;
/** Up to this size a file that nobody looks into is hashed here: starting a process would take longer. */
const hashedHereBytes = 16 << 20;

/** Processes that check, at once. Files wait in line for them. */
const inLine = limitAtOnce(2);

/**
 * Holds a file against its announced digest, and its content against what its kind wants, in a process of its own that is
 * ended by SIGKILL at its limits.
 *
 * @throws {OtherBytesError}
 * @throws {InvalidInputError} for content that is not as expected, or at which the process died
 * @throws {LimitError} when the check took too much memory or time
 */
export async function checkFile(
  of: FileToCheck & { readonly bytes: number },
  limits: CheckLimits,
): Promise<void> {
  const { file, kind, digest, bytes } = of;
  if (!checkedKinds.has(kind) && bytes <= hashedHereBytes) {
    assertAnnounced(digest, await fileDigest(file));
    return;
  }
  await inLine(() => checkInChild({ file, kind, digest }, limits));
}

async function checkInChild(of: FileToCheck, { checkBytes, checkMs }: CheckLimits): Promise<void> {
  const child = fork(childFile, [], {
    serialization: 'advanced',
    execArgv: ['--enable-source-maps', `--max-old-space-size=${Math.round(checkBytes / 2 ** 20)}`],
    env: childVariables({}),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let overLimit: string | undefined;
  const timer = setTimeout(() => {
    overLimit = `expected its check to take at most ${checkMs / 1000} s, got no end by then`;
    child.kill('SIGKILL');
  }, checkMs);
  const stopWatching = watchMemory(child, {
    mostBytes: checkBytes,
    everyMs: memoryCheckMs,
    onKill: () => {
      overLimit = `expected its check to take at most ${Math.round(checkBytes / 1e6)} MB of memory, got more`;
    },
  });
  try {
    const { answer, exit, words } = await answerOf(child, of);
    if (answer) {
      judge(answer, of);
      return;
    }
    if (overLimit) throw new LimitError(`file: ${overLimit}`);
    log.error({ exit, words }, 'a process that checked an upload died');
    throw new InvalidInputError(
      `file: expected one that can be read, got one at which its check died (${exit})`,
      {
        field: 'file',
      },
    );
  } finally {
    clearTimeout(timer);
    stopWatching();
  }
}

/** The answer, or how the process ended without one; it is gone either way. */
function answerOf(child: ChildProcess, of: FileToCheck) {
  return new Promise<{ answer?: CheckAnswer; exit: string; words: string }>((resolve) => {
    let answer: CheckAnswer | undefined;
    const words = lastWords(child);
    child.on('message', (message: CheckAnswer) => {
      answer = message;
    });
    child.once('error', (error) => resolve({ exit: error.message, words: words() }));
    child.once('close', (code, signal) =>
      resolve({ ...(answer && { answer }), exit: signal ?? `exit code ${code}`, words: words() }),
    );
    child.send(of, () => undefined);
  });
}

function judge(answer: CheckAnswer, { digest }: FileToCheck): void {
  if (answer.type === 'sound') return;
  if (answer.type === 'otherBytes') {
    assertAnnounced(digest, answer.digest);
    return;
  }
  const { name, message, code, stack } = answer.error;
  if (name === 'FormatError') throw new InvalidInputError(message, { field: 'file' });
  // Of the machine, such as a full disk, or a bug: whoever answers tells them apart.
  throw Object.assign(new Error(message), { stack, ...(code && { code }) });
}

function assertAnnounced(expected: string, got: string): void {
  if (got === expected) return;
  throw new OtherBytesError(`The bytes are not those announced: expected ${expected}, got ${got}.`, {
    field: 'sha256',
  });
}
