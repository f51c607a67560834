import { mkdir, open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import { DeadlineError, LimitError } from '../user-error';

/** Nothing came for too long. */
export class IdleError extends DeadlineError {}

/** The sender went away before the end of what it announced. Nobody is there to be told. */
export class SenderGoneError extends Error {
  override readonly name = 'SenderGoneError';
}

/** What comes, and where it goes. */
export interface Receiving {
  readonly file: string;
  /** Byte at which what comes begins; what was kept from there on is replaced. */
  readonly from: number;
  /** Bytes of the whole file. */
  readonly bytes: number;
  /** Longest pause between bytes. */
  readonly idleMs: number;
  /** Aborts when somebody else sends the same file. */
  readonly signal: AbortSignal;
}

/**
 * Writes the body of a request into `file` as it comes, and flushes what came to disk, whatever happens. Returns how many
 * bytes of the file there are then.
 *
 * @throws {LimitError} as soon as more comes than belongs there
 * @throws {IdleError} @throws {SenderGoneError} when the rest does not come
 */
export async function receiveBytes(
  body: IncomingMessage,
  { file, from, bytes, idleMs, signal }: Receiving,
): Promise<number> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, from === 0 ? 'w' : 'r+');
  let at = from;
  try {
    if (from > 0) await handle.truncate(from);
    // The answer to a body that is refused still has to go out on its connection.
    const chunks = body.iterator({ destroyOnReturn: false });
    for (;;) {
      const next = await orIdle(chunks.next(), { idleMs, signal });
      if (next.done) return at;
      const chunk = next.value as Buffer; // no encoding was set
      if (at + chunk.length > bytes) throw new LimitError(`bytes: expected ${bytes}, got more`);
      await handle.write(chunk, 0, chunk.length, at);
      at += chunk.length;
    }
  } finally {
    await handle.sync();
    await handle.close();
  }
}

async function orIdle<T>(
  next: Promise<T>,
  { idleMs, signal }: { idleMs: number; signal: AbortSignal },
): Promise<T> {
  let stop = () => undefined as undefined;
  const cutOff = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () => reject(new IdleError(`bytes: expected some every ${idleMs / 1000} s, got none`)),
      idleMs,
    );
    const replaced = () => reject(new SenderGoneError('Somebody else sends this file now.'));
    if (signal.aborted) replaced();
    signal.addEventListener('abort', replaced);
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', replaced);
      return undefined;
    };
  });
  const gone = next.catch((error: unknown) => {
    throw new SenderGoneError('The connection broke.', { cause: error });
  });
  // Whichever comes second is of no interest any more.
  gone.catch(() => undefined);
  return Promise.race([gone, cutOff]).finally(stop);
}
