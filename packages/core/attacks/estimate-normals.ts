import { breathe, type Context } from '../context';
import { type Bounds, type Decide, distance, type Walk } from './decision-walk';

/**
 * Normal of the boundary at each walk, of length 1, pointing to where successes are: the mean of random unit vectors with
 * their decisions as signs, less the mean decision, which takes variance away (equation 16 of the paper).
 *
 * @throws {CancelledError}
 */
export async function estimateNormals(
  walks: readonly Walk[],
  {
    round,
    samples,
    reserve,
    bounds,
    decide,
    context,
  }: {
    round: number;
    samples: number;
    reserve: number;
    bounds: Bounds;
    decide: Decide;
    context: Context;
  },
): Promise<Float32Array[]> {
  const estimates = walks.map((walk) => ({
    walk,
    samples: Math.min(samples, walk.left - reserve),
    radius:
      round === 1
        ? 0.1 * (bounds[1] - bounds[0])
        : distance(walk.at ?? walk.clean, walk.clean) / walk.clean.length,
    signed: new Float32Array(walk.clean.length),
    plain: new Float32Array(walk.clean.length),
    signs: 0,
  }));
  // Samples of the same walk in one go where there are few walks: the model is asked about many points at once.
  const atOnce = Math.max(1, Math.floor(128 / walks.length));
  for (let first = 0; first < samples; first += atOnce) {
    await breathe(context);
    const guesses = estimates.flatMap((estimate) =>
      Array.from({ length: Math.min(atOnce, estimate.samples - first) }, () => ({
        estimate,
        walk: estimate.walk,
        point: nearby(estimate.walk, estimate.radius, bounds),
      })),
    );
    decide(guesses).forEach((success, at) => {
      const guess = guesses[at];
      if (!guess) return;
      const { estimate, point, walk } = guess;
      const decision = success ? 1 : -1;
      estimate.signs += decision;
      point.forEach((value, place) => {
        // What clipping left of the vector.
        const part = (value - (walk.at?.[place] ?? 0)) / estimate.radius;
        estimate.signed[place] = (estimate.signed[place] ?? 0) + decision * part;
        estimate.plain[place] = (estimate.plain[place] ?? 0) + part;
      });
    });
  }
  return estimates.map(({ signed, plain, signs, samples: count }) => {
    const mean = signs / count;
    // Decisions that are all alike leave nothing after their mean is taken away.
    const normal = Math.abs(mean) === 1 ? signed : signed.map((value, at) => value - mean * (plain[at] ?? 0));
    const length = Math.sqrt(normal.reduce((sum, value) => sum + value * value, 0)) + 1e-12;
    return normal.map((value) => value / length);
  });
}

/** A random point on the sphere of this radius around where a walk is, clipped into the bounds. */
function nearby({ at, clean, random }: Walk, radius: number, [low, high]: Bounds): Float32Array {
  const vector = clean.map(() => random.normal());
  const scale = radius / Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value, place) => Math.min(high, Math.max(low, (at?.[place] ?? 0) + scale * value)));
}
