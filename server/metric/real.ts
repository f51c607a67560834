/** A double as JSON can say it, which has no words for what is not finite. */
export type RealJson = number | 'NaN' | 'Infinity' | '-Infinity';

/** A double in JSON: a number, or one of the three words. */
export function realToJson(value: number): RealJson {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

/** A double from JSON; undefined for anything that is none. */
export function realFromJson(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (value === 'NaN') return Number.NaN;
  if (value === 'Infinity') return Number.POSITIVE_INFINITY;
  return value === '-Infinity' ? Number.NEGATIVE_INFINITY : undefined;
}
