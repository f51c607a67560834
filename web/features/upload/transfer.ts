/** How far a file on its way to the server is. */
export interface Transfer {
  readonly fileName: string;
  /** `lost`: the connection is gone, it goes on by itself. */
  readonly step: 'reading' | 'sending' | 'lost' | 'paused' | 'checking';
  /** Bytes read or sent, out of `total`. */
  readonly done: number;
  readonly total: number;
}

/** What can be done to a file on its way. */
export interface TransferControl {
  readonly pause: () => void;
  readonly resume: () => void;
  /** Takes it back: the server forgets what came of it. */
  readonly cancel: () => void;
}
