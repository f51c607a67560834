import { patientStore } from '../artifact/patient-store';
import type { ArtifactStore } from '../artifact/store';
import { log } from '../log';

/** How a worker waits for a store that is away. */
export interface StorePatience {
  /** The store for one run, which waits until `signal` ends it. */
  forRun(signal: AbortSignal): ArtifactStore;
  /** Whether another run may be taken: not while the store is known to be away. */
  mayTake(): Promise<boolean>;
}

/** As long as for the database; what a run has computed stays in staging meanwhile. Then it is queued again. */
const awayMs = 600_000;
/** Another worker may have a better key. */
const refusedMs = 20_000;

/** Waits for `store` on behalf of all runs of one worker. */
export function storePatience(store: ArtifactStore): StorePatience {
  let away = false;
  const onThere = () => {
    if (away) log.info('the store is there again');
    away = false;
  };
  const onAway = (error: Error) => {
    if (!away)
      log.warn({ error: error.message }, 'the store is away: runs wait for it, and no other is taken');
    away = true;
  };
  return {
    forRun: (signal) => patientStore(store, { awayMs, refusedMs, signal, onAway, onThere }),
    mayTake: async () => {
      if (!away) return true;
      if (await store.obstacle()) return false;
      onThere();
      return true;
    },
  };
}
