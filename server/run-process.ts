import { log } from './log';
import { configurationError, SetUpError } from './set-up-error';

/** How long a process may take to stop before it goes all the same. */
const stopLimitMs = 30_000;

/**
 * Life of a process of the product: starts, tells its supervisor "ready", stops once on SIGTERM, SIGINT or when the
 * supervisor is gone, and exits. `start` returns what stops it.
 */
export async function runProcess(name: string, start: () => Promise<() => Promise<void>>): Promise<void> {
  let stop: (() => Promise<void>) | undefined;
  let stopping = false;
  const end = async (reason: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, `${name} stops`);
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    try {
      await stop?.();
      process.exit(0);
    } catch (error) {
      log.error({ error }, `${name} did not stop cleanly`);
      process.exit(1);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(signal));
  process.on('disconnect', () => void end('the supervisor is gone'));
  try {
    stop = await start();
  } catch (error) {
    const words = error instanceof SetUpError ? error.message : ((error as Error).stack ?? String(error));
    process.stderr.write(`${words}\n`);
    process.exit(error instanceof SetUpError ? configurationError : 1);
  }
  process.send?.({ type: 'ready' });
}
