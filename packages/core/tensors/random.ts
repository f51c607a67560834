import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded stream of random numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform integer in [0, end). */
  integer(end: number): number;
}

/** A stream that can be taken up again where it was. */
export interface KeptRandom extends Random {
  /** For `resumedRandom`. */
  state(): readonly number[];
}

/** Keeps seed 0, which the finalizer would leave at 0, away from it. */
const seedOffset = 0x9e3779b9;

/**
 * A seed of its own for each label: streams of the same run do not overlap. The seed is scrambled before the labels come
 * in, or label 1 of seed 0 would be label 0 of seed 1.
 */
export function splitSeed(seed: number, ...labels: readonly (string | number)[]): number {
  let hash = scramble((seed ^ seedOffset) | 0);
  for (const character of labels.join('/')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    hash ^= hash >>> 15;
  }
  return scramble(hash);
}

/** Finalizer of MurmurHash3: one to one, and each bit of the input changes half of the output's. */
function scramble(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

/**
 * The stream of a seed. Always the same bits, on every backend and machine. Seeds are scrambled first, since those of
 * people are 0, 1, 2 and the generator's first numbers would be as close to each other as its seeds are.
 */
export function seededRandom(seed: number): KeptRandom {
  return streamOf(xoroshiro128plus(scramble((seed ^ seedOffset) | 0)));
}

/** The stream whose state this is, from there on. */
export function resumedRandom(state: readonly number[]): KeptRandom {
  return streamOf(xoroshiro128plusFromState(state));
}

function streamOf(generator: ReturnType<typeof xoroshiro128plus>): KeptRandom {
  const uniform = () => uniformFloat64(generator);
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    integer: (end) => uniformInt(generator, 0, end - 1),
    state: () => generator.getState(),
  };
}

/** `width` values for each of `rows`, each row from a stream of its own: its bits do not depend on the batch it is in. */
export function randomRows(
  { seed, rows, width }: { seed: number; rows: Int32Array; width: number },
  draw: (random: Random) => number,
): Float32Array {
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    const random = seededRandom(splitSeed(seed, row));
    for (let column = 0; column < width; column++) values[at * width + column] = draw(random);
  });
  return values;
}

/** The integers 0 to n - 1 in random order (Fisher-Yates). */
export function shuffledIndices(n: number, random: Random): Int32Array {
  const indices = Int32Array.from({ length: n }, (_, index) => index);
  for (let last = n - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [indices[last], indices[other]] = [indices[other] ?? 0, indices[last] ?? 0];
  }
  return indices;
}
