import { CoreError } from '../errors';

/** A float32 from 0 to 1 has its order in its lower 30 bits: three digits of ten. */
const bits = 10;
const buckets = 1 << bits;
const mask = buckets - 1;
const bitsOfOne = 0x3f800000;

/**
 * Sorts scores in [0, 1] by the digits of their bits, which for such numbers order as the numbers do: exact, ties stay
 * ties, and its time does not grow faster than the number of scores. Keeps its memory for the next call.
 */
export function scoreSorter(rows: number): (scores: Float32Array) => Uint32Array {
  const [order, spare] = [new Uint32Array(rows), new Uint32Array(rows)];
  const identity = Uint32Array.from(order, (_, row) => row);
  const [low, middle, high] = [0, 1, 2].map(() => new Uint32Array(buckets)) as [Digit, Digit, Digit]; // three made above
  /** Indices of the scores, least first. @throws {CoreError} `NOT_A_NUMBER` for a score out of [0, 1] */
  return (scores) => {
    const keys = new Uint32Array(scores.buffer, scores.byteOffset, rows);
    low.fill(0);
    middle.fill(0);
    high.fill(0);
    for (let row = 0; row < rows; row++) {
      const key = keys[row] as number; // within all arrays; a hot loop
      if (key > bitsOfOne)
        throw new CoreError('NOT_A_NUMBER', `score of input ${row}: expected 0 to 1, got ${scores[row]}`);
      count(low, key & mask);
      count(middle, (key >>> bits) & mask);
      count(high, key >>> (2 * bits));
    }
    placeByDigit(keys, { order: identity, into: order, counts: low, shift: 0 });
    placeByDigit(keys, { order, into: spare, counts: middle, shift: bits });
    placeByDigit(keys, { order: spare, into: order, counts: high, shift: 2 * bits });
    return order;
  };
}

/** How many keys have each value of a digit. */
type Digit = Uint32Array;

function count(digit: Digit, value: number): void {
  digit[value] = (digit[value] as number) + 1; // below `buckets`
}

/** One pass: stable, by ten bits of the key. `counts` become the places after the last key of each value. */
function placeByDigit(
  keys: Uint32Array,
  { order, into, counts, shift }: { order: Uint32Array; into: Uint32Array; counts: Digit; shift: number },
): void {
  let first = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const count = counts[bucket] as number; // within all arrays; a hot loop
    counts[bucket] = first;
    first += count;
  }
  for (let at = 0; at < order.length; at++) {
    const row = order[at] as number;
    const bucket = ((keys[row] as number) >>> shift) & mask;
    const place = counts[bucket] as number;
    into[place] = row;
    counts[bucket] = place + 1;
  }
}
