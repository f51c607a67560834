/**
 * To the worker: read the bundle at an address, or show the detector an image `[height, width, channels]` of bytes. `image`
 * says which it is; of those that wait for one detector only the newest is scored.
 */
export type ToBrowserScorer =
  | { readonly type: 'open'; readonly url: string }
  | { readonly type: 'score'; readonly url: string; readonly image: string; readonly bytes: Uint8Array };

/** What a detector says here. */
export interface BrowserVerdict {
  readonly url: string;
  readonly image: string;
  readonly score: number;
  readonly milliseconds: number;
  /** What computes here: `webgl` or `cpu`. */
  readonly backend: string;
}

/** From the worker. */
export type FromBrowserScorer =
  | { readonly type: 'opened'; readonly url: string; readonly bytes: number; readonly milliseconds: number }
  | { readonly type: 'scored'; readonly verdict: BrowserVerdict }
  | { readonly type: 'failed'; readonly url: string; readonly message: string };
