/** Points of a curve, ascending by step. The arrays have one length; not-a-number and infinities are values like others. */
export interface Points {
  /** Whole numbers within 2^53. */
  readonly steps: Float64Array;
  /** Milliseconds since 1970. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** What a curve's points amount to. Steps of the extremes are the first at which they are; undefined where all is NaN. */
export interface Extremes {
  readonly min: number | undefined;
  readonly minStep: number | undefined;
  readonly max: number | undefined;
  readonly maxStep: number | undefined;
  /** Step of the first not-a-number. */
  readonly nanStep: number | undefined;
}

/** No points. */
export const noPoints: Points = {
  steps: new Float64Array(),
  times: new Float64Array(),
  values: new Float64Array(),
};

/** Points that came in any order, by step; of several at one step the last that came stays. */
export function inOrder({ steps, times, values }: Points): Points {
  if (isAscending(steps)) return { steps, times, values };
  const order = Uint32Array.from(steps.keys()).sort(
    (a, b) => (steps[a] ?? 0) - (steps[b] ?? 0) || a - b, // of equal steps the later one comes last
  );
  const kept = order.filter((at, place) => steps[at] !== steps[order[place + 1] ?? -1]);
  return pick({ steps, times, values }, kept);
}

function isAscending(steps: Float64Array): boolean {
  return steps.every((step, at) => at === 0 || (steps[at - 1] ?? 0) < step);
}

/** The points at some places. */
export function pick({ steps, times, values }: Points, places: ArrayLike<number>): Points {
  const take = (column: Float64Array) => Float64Array.from(places, (at) => column[at] ?? Number.NaN);
  return { steps: take(steps), times: take(times), values: take(values) };
}

/** Points from place `start` up to `end`; views of the same memory. */
export function slice({ steps, times, values }: Points, start: number, end: number): Points {
  return {
    steps: steps.subarray(start, end),
    times: times.subarray(start, end),
    values: values.subarray(start, end),
  };
}

/** All points one list after another, as they stand. */
export function concatenate(parts: readonly Points[]): Points {
  const join = (columns: readonly Float64Array[]) => {
    const joined = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const column of columns) {
      joined.set(column, at);
      at += column.length;
    }
    return joined;
  };
  return {
    steps: join(parts.map(({ steps }) => steps)),
    times: join(parts.map(({ times }) => times)),
    values: join(parts.map(({ values }) => values)),
  };
}

/** Two curves as one; where both have a step, the newer one's point stays. */
export function overwrite(older: Points, newer: Points): Points {
  return inOrder(concatenate([older, newer]));
}

/** Least and greatest value with their steps. */
export function extremesOf({ steps, values }: Points): Extremes {
  let [least, greatest, nan]: (number | undefined)[] = [];
  for (const [at, value] of values.entries()) {
    if (Number.isNaN(value)) nan ??= at;
    else {
      if (least === undefined || value < (values[least] ?? 0)) least = at;
      if (greatest === undefined || value > (values[greatest] ?? 0)) greatest = at;
    }
  }
  const of = (column: Float64Array, at: number | undefined) => (at === undefined ? undefined : column[at]);
  return {
    min: of(values, least),
    minStep: of(steps, least),
    max: of(values, greatest),
    maxStep: of(steps, greatest),
    nanStep: of(steps, nan),
  };
}

/** A column as the database keeps it: big-endian doubles, as Postgres' own float8send writes them. */
export function toBytes(column: Float64Array): Buffer {
  return Buffer.from(Float64Array.from(column).buffer).swap64();
}

/** A column from the bytes that the database keeps. */
export function fromBytes(bytes: Uint8Array): Float64Array {
  // A copy: it is aligned then, and what was given stays as it was.
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  Buffer.from(copy.buffer).swap64();
  return new Float64Array(copy.buffer);
}
