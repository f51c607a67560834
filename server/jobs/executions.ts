import type { Claim } from './claim-run';
import type { Execution } from './execute-run';
import type { Beat } from './heartbeat';

/** The runs that a worker computes right now. */
export interface Executions {
  size(): number;
  /** Keeps one until it has ended. */
  add(execution: Execution): void;
  claims(): Claim[];
  /** Somebody wants a run cancelled, here or elsewhere. */
  cancel(runId: string): void;
  /** Hears which of the claims that were `asked` about still hold: lost runs are abandoned, unwanted ones cancelled. */
  heed(asked: readonly Claim[], holding: readonly Beat[]): void;
  /** Gives all of them back to the queue; resolves when nothing of them is left in this process. */
  giveBack(): Promise<void>;
}

/** No run yet. `onEnded` is called after each that has ended. */
export function openExecutions(onEnded: () => void): Executions {
  const open = new Map<string, Execution>();
  return {
    size: () => open.size,
    add: (execution) => {
      const { runId } = execution.claim;
      open.set(runId, execution);
      void execution.ended.then(() => {
        // A later attempt at the run may have begun here meanwhile.
        if (open.get(runId) === execution) open.delete(runId);
        onEnded();
      });
    },
    claims: () => [...open.values()].map(({ claim }) => claim),
    cancel: (runId) => open.get(runId)?.cancel(),
    heed: (asked, holding) => {
      const held = new Map(holding.map((one) => [one.runId, one]));
      for (const { runId, attempt } of asked) {
        const execution = open.get(runId);
        if (execution?.claim.attempt !== attempt) continue;
        const one = held.get(runId);
        if (!one) execution.abandon();
        else if (one.cancelRequested) execution.cancel();
      }
    },
    giveBack: async () => {
      const all = [...open.values()];
      for (const execution of all) execution.giveBack();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}
