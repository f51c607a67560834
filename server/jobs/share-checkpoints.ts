import type { CheckpointFolder } from '../artifact/store';

/** Sends the checkpoints of one attempt to where other machines find them, while it goes on computing. */
export interface CheckpointSharing {
  /** Something was kept. */
  kept(): void;
  /** Stops; sends what is left first where the run goes on elsewhere. Never rejects. */
  end(goesOn: boolean): Promise<void>;
}

/** How long a worker that stops waits for what is left to be sent. */
const lastMs = 10_000;

/**
 * Shares `folder`, one time after another. What could not be sent is sent with the next checkpoint: the computation goes on,
 * as all that is lost by it is work, and only when another machine takes the run over.
 */
export function shareCheckpoints(
  folder: CheckpointFolder,
  onError: (error: unknown) => void,
): CheckpointSharing {
  const ending = new AbortController();
  let under: Promise<void> | undefined;
  let more = false;
  const share = async (): Promise<void> => {
    do {
      more = false;
      await folder.share(ending.signal).catch(onError);
    } while (more && !ending.signal.aborted);
    under = undefined;
  };
  return {
    kept: () => {
      more = true;
      under ??= share();
    },
    end: async (goesOn) => {
      if (!goesOn) ending.abort();
      const timer = setTimeout(() => ending.abort(), lastMs);
      more = goesOn;
      under ??= share();
      await under;
      clearTimeout(timer);
    },
  };
}
