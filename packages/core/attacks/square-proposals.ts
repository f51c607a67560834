import type { Random } from '../tensors/random';

/** Where a proposal is made: an image `[h, w, c]` with its ball. */
export interface Canvas {
  readonly clean: Float32Array;
  readonly shape: readonly [number, number, number];
  readonly epsilon: number;
  readonly bounds: readonly [number, number];
}

/** How Square starts and goes on in one norm. Both give points within the ball and the bounds. */
export interface SquareMoves {
  readonly start: (canvas: Canvas, random: Random) => Float32Array;
  /** `best` with one square, of the side `side`, changed. */
  readonly propose: (canvas: Canvas, best: Float32Array, side: number, random: Random) => Float32Array;
  /** A side that the norm's squares can have. */
  readonly fit: (side: number) => number;
}

const sign = (random: Random) => (random.uniform() < 0.5 ? -1 : 1);

const clip = (value: number, [low, high]: readonly [number, number]) => Math.min(high, Math.max(low, value));

/** Values of one channel in a square, by their places in the image. */
function* windowOf(
  { shape: [, width, channels] }: Canvas,
  { top, left, side, channel }: { top: number; left: number; side: number; channel: number },
): Generator<number> {
  for (let row = top; row < top + side; row++)
    for (let column = left; column < left + side; column++) yield (row * width + column) * channels + channel;
}

const placeOf = ({ shape: [height, width] }: Canvas, side: number, random: Random) => ({
  top: random.integer(height - side + 1),
  left: random.integer(width - side + 1),
  side,
});

/** Vertical stripes of plus or minus epsilon; then squares of one sign a channel. */
export const linfMoves: SquareMoves = {
  fit: (side) => Math.max(1, side),
  start: ({ clean, shape: [, width, channels], epsilon, bounds }, random) => {
    const signs = Float32Array.from({ length: width * channels }, () => sign(random));
    return clean.map((value, at) => clip(value + epsilon * (signs[at % signs.length] ?? 1), bounds));
  },
  propose: (canvas, best, side, random) => {
    const point = best.slice();
    const place = placeOf(canvas, side, random);
    for (let channel = 0; channel < canvas.shape[2]; channel++) {
      const shift = canvas.epsilon * sign(random);
      // Twice epsilon and back into the ball, as published, always ends at the far side of the ball.
      for (const at of windowOf(canvas, { ...place, channel }))
        point[at] = clip((canvas.clean[at] ?? 0) + shift, canvas.bounds);
    }
    return point;
  },
};

/** A grid of bumps; then the mass of one square is moved to another, which gets a bump on top of what it has. */
export const l2Moves: SquareMoves = {
  fit: (side) => Math.max(3, side) + (Math.max(3, side) % 2 === 0 ? 1 : 0),
  start: (canvas, random) => {
    const [height, width, channels] = canvas.shape;
    const side = Math.max(1, Math.floor(Math.min(height, width) / 5));
    const change = new Float32Array(canvas.clean.length);
    for (let top = (height % side) >> 1; top + side <= height; top += side)
      for (let left = (width % side) >> 1; left + side <= width; left += side) {
        const bump = twoBumps(side, random);
        for (let channel = 0; channel < channels; channel++) {
          const factor = sign(random);
          let index = 0;
          for (const at of windowOf(canvas, { top, left, side, channel }))
            change[at] = factor * (bump[index++] ?? 0);
        }
      }
    return within(canvas, change);
  },
  propose: (canvas, best, side, random) => {
    const { clean, shape, epsilon } = canvas;
    const change = best.map((value, at) => value - (clean[at] ?? 0));
    const free = Math.max(0, epsilon ** 2 - change.reduce((sum, value) => sum + value * value, 0)) / shape[2];
    const [to, from] = [placeOf(canvas, side, random), placeOf(canvas, side, random)];
    const bump = twoBumps(side, random);
    for (let channel = 0; channel < shape[2]; channel++) {
      const target = [...windowOf(canvas, { ...to, channel })];
      const source = [...windowOf(canvas, { ...from, channel })];
      const mass = (places: Iterable<number>) => {
        let sum = 0;
        for (const at of places) sum += (change[at] ?? 0) ** 2;
        return sum;
      };
      const available = Math.sqrt(free + mass(new Set([...target, ...source])));
      const length = Math.sqrt(mass(target)) + 1e-12;
      const factor = sign(random);
      const fresh = target.map((at, index) => factor * (bump[index] ?? 0) + (change[at] ?? 0) / length);
      const scale = available / (Math.sqrt(fresh.reduce((sum, value) => sum + value * value, 0)) + 1e-12);
      for (const at of source) change[at] = 0;
      target.forEach((at, index) => {
        change[at] = (fresh[index] ?? 0) * scale;
      });
    }
    return within(canvas, change);
  },
};

/** The image with a change that is first brought to the length epsilon, then clipped into the bounds. */
function within({ clean, epsilon, bounds }: Canvas, change: Float32Array): Float32Array {
  const length = Math.sqrt(change.reduce((sum, value) => sum + value * value, 0));
  const scale = epsilon / (length + 1e-12);
  return clean.map((value, at) => clip(value + (change[at] ?? 0) * scale, bounds));
}

/** A square of length 1: a bump in its upper half and the opposite bump below, or the same lying on its side. */
function twoBumps(side: number, random: Random): Float32Array {
  const upper = side >> 1;
  const [top, bottom] = [bumpOf(upper, side), bumpOf(side - upper, side)];
  const square = Float32Array.from({ length: side * side }, (_, at) =>
    at < upper * side ? (top[at] ?? 0) : -(bottom[at - upper * side] ?? 0),
  );
  const length = Math.sqrt(square.reduce((sum, value) => sum + value * value, 0));
  const lying = random.uniform() > 0.5;
  return square.map((_, at) => {
    const [row, column] = [Math.floor(at / side), at % side];
    return (square[lying ? column * side + row : at] ?? 0) / length;
  });
}

/** Rings around the middle, falling outwards as 1 / ring^2 summed; of length 1. */
function bumpOf(height: number, width: number): Float32Array {
  const bump = new Float32Array(height * width);
  const [middleRow, middleColumn] = [height >> 1, width >> 1];
  for (let ring = 0; ring <= Math.max(middleRow, middleColumn); ring++)
    for (let row = Math.max(0, middleRow - ring); row < Math.min(height, middleRow + ring + 1); row++)
      for (
        let column = Math.max(0, middleColumn - ring);
        column < Math.min(width, middleColumn + ring + 1);
        column++
      )
        bump[row * width + column] = (bump[row * width + column] ?? 0) + 1 / (ring + 1) ** 2;
  const length = Math.sqrt(bump.reduce((sum, value) => sum + value * value, 0));
  return bump.map((value) => value / length);
}
