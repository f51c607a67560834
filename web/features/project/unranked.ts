import { lostStatuses } from '../../parts/thing-name';

/** What tells whether a detector has a place in the ranking. */
export interface MaybeRanked {
  /** Whether it was fitted. */
  readonly ready: boolean;
  /** Newest first. */
  readonly evaluations: readonly { readonly run: { readonly id: string; readonly status: string } }[];
}

/** Detectors that were fitted and have no evaluation, nor one on its way: nobody would be told that they miss in a ranking. */
export function unranked<Detector extends MaybeRanked>(detectors: readonly Detector[]): Detector[] {
  return detectors.filter(
    ({ ready, evaluations }) => ready && evaluations.every(({ run }) => lostStatuses.has(run.status)),
  );
}
