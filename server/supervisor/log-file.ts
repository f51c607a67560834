import { createWriteStream, type WriteStream } from 'node:fs';

/** A log that is appended to. */
export interface LogFile {
  write(line: string): void;
  end(): void;
}

/** How long lines are dropped after one could not be written. */
const pauseMs = 10_000;

/**
 * Opens a log that never ends the process that writes it: where its disk is full, lines are dropped until the file, opened
 * anew after a while, takes them again. `onFailure` hears of it once.
 */
export function openLogFile(
  file: string,
  { onFailure, pause = pauseMs }: { onFailure: (error: Error) => void; pause?: number },
): LogFile {
  let stream: WriteStream | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;
  let failing = false;
  const open = () => {
    const opened = createWriteStream(file, { flags: 'a' });
    opened.on('error', (error) => {
      if (stream === opened) stream = undefined;
      failedAt = performance.now();
      if (!failing) onFailure(error);
      failing = true;
    });
    return opened;
  };
  return {
    write(line) {
      if (!stream && performance.now() < failedAt + pause) return;
      stream ??= open();
      stream.write(`${line}\n`, (error) => {
        if (!error) failing = false;
      });
    },
    end: () => stream?.end(),
  };
}
