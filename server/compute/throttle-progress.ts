import type { Progress } from '@fiducial/core/context';

/** At most one message in this time, except for the first and the last of a stage. */
const intervalMs = 100;

/** Passes on progress as often as somebody may want to see it: a task reports each of its thousands of steps. */
export function throttleProgress(
  send: (progress: Progress) => void,
  now: () => number,
): (progress: Progress) => void {
  let stage: string | undefined;
  let sentAt = 0;
  return (progress) => {
    const at = now();
    if (progress.stage === stage && progress.done < progress.total && at - sentAt < intervalMs) return;
    stage = progress.stage;
    sentAt = at;
    send(progress);
  };
}
