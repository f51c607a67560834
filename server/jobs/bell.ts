/** Something to wait for that may have rung already. */
export interface Bell {
  ring(): void;
  /** Resolves when it rings, at once if it has rung since it was last waited for, and after `limitMs` all the same. */
  wait(limitMs: number): Promise<void>;
}

/** A bell for one who waits. */
export function makeBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    wait: async (limitMs) => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, limitMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
      wake = undefined;
    },
  };
}
