/** The hyperplane of the points `point + move` with `offset + normal * move = 0`. */
export interface Hyperplane {
  readonly normal: Float32Array;
  readonly offset: number;
}

/** What a point has to stay in, and how moves are measured. */
export interface Box {
  readonly bounds: readonly [number, number];
  readonly norm: 'L2' | 'Linf';
}

/** Each round leaves at least one more value at its bound; on 784 values 5 were the most that was seen. */
const maxRounds = 200;

/**
 * Shortest move in the given norm that takes a point of the box onto a hyperplane without leaving the box; where the box
 * does not reach it, the move to the box's values that are nearest to it. Exact but for rounding (double precision).
 *
 * A move of size t takes value i by `min(speed_i t, room_i)` towards the plane (speed 1 for Linf, |normal_i| for L2), which
 * takes the offset by a concave, piecewise linear function of t: Newton's method from 0 reaches its root from below in as
 * many rounds as there are pieces on the way.
 */
export function moveOntoHyperplane(
  point: Float32Array,
  { normal, offset }: Hyperplane,
  { bounds: [low, high], norm }: Box,
): Float64Array {
  const move = new Float64Array(point.length);
  const wanted = Math.abs(offset);
  const towards = offset > 0 ? -1 : 1;
  const room = Float64Array.from(point, (value, at) => {
    const direction = towards * (normal[at] ?? 0);
    if (direction === 0) return 0;
    return Math.max(0, direction > 0 ? high - value : value - low);
  });
  const speed = (at: number) => (norm === 'L2' ? Math.abs(normal[at] ?? 0) : 1);
  let time = 0;
  for (let round = 0; round < maxRounds; round++) {
    let [reached, slope] = [0, 0];
    for (let at = 0; at < room.length; at++) {
      const weight = Math.abs(normal[at] ?? 0);
      const [free, path] = [room[at] ?? 0, speed(at) * time];
      reached += weight * Math.min(path, free);
      if (path < free) slope += weight * speed(at);
    }
    const missing = wanted - reached;
    if (missing <= 1e-12 * wanted || wanted === 0) break;
    if (slope === 0) break;
    time += missing / slope;
  }
  for (let at = 0; at < room.length; at++)
    move[at] = Math.min(speed(at) * time, room[at] ?? 0) * Math.sign(towards * (normal[at] ?? 0));
  return move;
}
