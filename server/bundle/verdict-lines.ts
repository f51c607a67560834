import type { ImageVerdict } from './bundled-detector';

/** A verdict with the names that people know. */
export interface NamedVerdict extends ImageVerdict {
  readonly image: string;
  readonly className: string;
}

/** How verdicts are printed, one line each. */
export interface VerdictFormat {
  /** The first line; null for a format without one. */
  readonly head: string | null;
  readonly line: (verdict: NamedVerdict) => string;
}

const columns = ['image', 'predicted', 'className', 'confidence', 'score', 'flagged'] as const;

/** Numbers are printed in full: single precision comes back bit by bit. */
export const verdictFormats = {
  csv: {
    head: columns.join(),
    line: (verdict) => columns.map((column) => quoted(String(verdict[column]))).join(),
  },
  jsonl: {
    head: null,
    line: (verdict) => JSON.stringify(Object.fromEntries(columns.map((column) => [column, verdict[column]]))),
  },
} as const satisfies Readonly<Record<string, VerdictFormat>>;

/** As RFC 4180 has it. */
function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
