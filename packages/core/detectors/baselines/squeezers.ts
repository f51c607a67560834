/**
 * Values rounded to as many steps as `bits` allow between the bounds: `round(u (2^b - 1)) / (2^b - 1)` for u in [0, 1].
 *
 * @see Xu et al., Feature squeezing, NDSS 2018
 */
export function reduceBitDepth(
  values: Float32Array,
  { bits, bounds: [low, high] }: { bits: number; bounds: readonly [number, number] },
): Float32Array {
  const steps = 2 ** bits - 1;
  return values.map(
    (value) => low + (Math.round(((value - low) / (high - low)) * steps) / steps) * (high - low),
  );
}

/**
 * Images `[n, h, w, c]` with each value replaced by the median of a square window in its channel. As SciPy's
 * `median_filter`, which the published code calls: the window of an even size reaches further up and left, edges are
 * mirrored (the edge itself repeated), and of an even number of values the upper of the two in the middle is taken.
 */
export function medianFilter(
  values: Float32Array,
  { size, shape: [height, width, channels] }: { size: number; shape: readonly [number, number, number] },
): Float32Array {
  const window = new Float32Array(size * size);
  const before = Math.floor(size / 2);
  const image = height * width * channels;
  return values.map((_, index) => {
    const offset = index - (index % image);
    const channel = index % channels;
    const column = Math.floor(index / channels) % width;
    const row = Math.floor((index % image) / (width * channels));
    for (let at = 0; at < window.length; at++) {
      const y = mirrored(row - before + Math.floor(at / size), height);
      const x = mirrored(column - before + (at % size), width);
      insert(window, at, values[offset + (y * width + x) * channels + channel] ?? 0);
    }
    return window[Math.floor(window.length / 2)] ?? 0;
  });
}

/** Puts a value among the first `count` ones, which are in rising order. */
function insert(sorted: Float32Array, count: number, value: number): void {
  let at = count;
  for (; at > 0 && (sorted[at - 1] as number) > value; at--) sorted[at] = sorted[at - 1] as number; // within the array
  sorted[at] = value;
}

/** An index within 0 to length - 1: those outside are mirrored, the edge repeated. */
function mirrored(index: number, length: number): number {
  const period = 2 * length;
  const within = ((index % period) + period) % period;
  return within < length ? within : period - 1 - within;
}
