import type { ArtifactStore, CheckpointPlace } from '../artifact/store';
import { log } from '../log';

/** Puts checkpoints where other machines find them, again and again; returns what does it once more and then ends it. */
export function shareCheckpoints(
  store: Pick<ArtifactStore, 'shareCheckpoints'>,
  place: CheckpointPlace,
  intervalMs: number,
): () => Promise<void> {
  let sharing: Promise<void> = Promise.resolve();
  // What is not shared costs time after a host is lost, and nothing else.
  const share = () =>
    store.shareCheckpoints(place).catch((error: Error) => {
      log.warn({ runId: place.runId, error: error.message }, 'checkpoints could not be shared');
    });
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    sharing = share().finally(() => {
      busy = false;
    });
  }, intervalMs);
  return async () => {
    clearInterval(timer);
    await sharing;
    await share();
  };
}
