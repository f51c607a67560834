import type { ErrorData } from '../../jobs/failure';

/** A file that was received, as the child that checks it is told of it. */
export interface FileToCheck {
  readonly file: string;
  /** What it is for: see `upload-kinds.ts`. */
  readonly kind: string;
  /** What was announced: sha256, hexadecimal. */
  readonly digest: string;
}

/** What the child answers, once. */
export type CheckAnswer =
  | { readonly type: 'sound' }
  /** The bytes have another digest than the one announced. */
  | { readonly type: 'otherBytes'; readonly digest: string }
  | { readonly type: 'failed'; readonly error: ErrorData };
