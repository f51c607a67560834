import { type Load, quantile } from './ask-at-once';

/** What is to be reached. */
export interface Wanted {
  /** Least a second. */
  readonly rate?: number;
  /** Most milliseconds of 99 in 100. */
  readonly p99?: number;
}

/** Columns of {@link loadFigure}. */
export const loadColumns = ['what', 'found', 'wanted', 'median', 'p99', 'wanted', ''];

/** A load as a row of a table, with what was wanted. */
export function loadFigure(what: string, { milliseconds, seconds }: Load, wanted: Wanted): string[] {
  const rate = milliseconds.length / seconds;
  const p99 = quantile(milliseconds, 0.99);
  const reached = rate >= (wanted.rate ?? 0) && p99 <= (wanted.p99 ?? Number.POSITIVE_INFINITY);
  return [
    what,
    `${rate.toFixed(0)} /s`,
    wanted.rate === undefined ? '–' : `${wanted.rate} /s`,
    `${quantile(milliseconds, 0.5).toFixed(1)} ms`,
    `${p99.toFixed(1)} ms`,
    wanted.p99 === undefined ? '–' : `${wanted.p99} ms`,
    reached ? 'reached' : 'MISSED',
  ];
}
