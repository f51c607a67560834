import { DetailedError, Upload } from 'tus-js-client';
import type { Refusal } from '../../lib/mutate';
import type { TransferControl } from './transfer';

/** A file is sent in pieces of this size: no request takes long, and proxies that buffer hold little. */
const pieceBytes = 16 << 20;
/** Pauses before another try, in milliseconds; they begin anew with every byte that gets through. */
const pauses = [0, 1000, 3000, 5000, 10_000, 20_000];
/** After those have passed without success: how often it is tried. */
const lateMs = 30_000;

/** What goes on with a file that is sent. */
export interface SendingNews {
  readonly onSent: (bytes: number) => void;
  readonly onStep: (step: 'sending' | 'lost' | 'paused') => void;
  readonly onControl: (control: TransferControl) => void;
}

/**
 * Sends a file piece by piece to the address that the server gave for it, from where the server is. A lost connection is
 * waited for without end. Resolves when all bytes are there, or with why they are not wanted.
 */
export function sendPieces(
  file: File,
  url: string,
  { onSent, onStep, onControl, signal }: SendingNews & { signal: AbortSignal },
): Promise<Refusal | undefined> {
  return new Promise((resolve) => {
    let late: ReturnType<typeof setTimeout> | undefined;
    let paused = false;
    const upload = new Upload(file, {
      uploadUrl: new URL(url, location.href).href,
      chunkSize: pieceBytes,
      retryDelays: pauses,
      storeFingerprintForResuming: false,
      onProgress: (sent) => {
        onStep('sending');
        onSent(sent);
      },
      onShouldRetry: (error) => {
        const lost = isLost(error);
        if (lost) onStep('lost');
        return lost;
      },
      onError: (error) => {
        if (!isLost(error)) return end({ message: wordsOf(error, file.name) });
        onStep('lost');
        late = setTimeout(start, lateMs);
      },
      onSuccess: () => end(undefined),
    });
    const stop = () => {
      clearTimeout(late);
      return upload.abort();
    };
    const start = () => {
      clearTimeout(late);
      if (!paused) upload.start();
    };
    const reconnect = () => void stop().then(start);
    const end = (refusal: Refusal | undefined) => {
      clearTimeout(late);
      removeEventListener('online', reconnect);
      signal.removeEventListener('abort', leave);
      resolve(refusal);
    };
    const leave = () => {
      void stop();
      end({ message: `${file.name} was not sent to its end.` });
    };
    addEventListener('online', reconnect);
    signal.addEventListener('abort', leave);
    onControl({
      pause: () => {
        paused = true;
        void stop();
        onStep('paused');
      },
      resume: () => {
        paused = false;
        onStep('sending');
        start();
      },
      cancel: () => {
        clearTimeout(late);
        // What the server cannot be told now it forgets by itself, later.
        void upload.abort(true).catch(() => undefined);
        end({ message: `${file.name} was taken back. Nothing was started.` });
      },
    });
    start();
  });
}

/** Whether the way to the server broke, or it cannot take the file just now: worth another try. */
function isLost(error: Error): boolean {
  const status = error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;
  return status === 0 || [408, 409, 423, 429, 502, 503, 504].includes(status);
}

/** What the server says against a file. */
function wordsOf(error: Error, fileName: string): string {
  const body = error instanceof DetailedError ? error.originalResponse?.getBody() : undefined;
  try {
    const { error: words } = JSON.parse(body ?? '') as { error?: unknown };
    if (typeof words === 'string') return `${fileName}: ${words}`;
  } catch {
    // No JSON: an answer of something between us and the server.
  }
  return `${fileName} did not arrive. Nothing was started; try again.`;
}
