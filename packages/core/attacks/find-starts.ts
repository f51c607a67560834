import { breathe, type Context } from '../context';
import type { Bounds, Decide, Guess, Walk } from './decision-walk';
import type { AttackBatch } from './define-attack';

/** Random images that are tried as a start before authentic ones of another class are, and how many of these. */
const startTries = 20;

/**
 * Gives walks a success to start from: the image itself, else uniform noise, else an authentic image of another class.
 *
 * @returns those that have one and are not at their goal
 * @throws {CancelledError}
 */
export async function findStarts(
  walks: readonly Walk[],
  {
    batch,
    bounds: [low, high],
    decide,
    context,
  }: { batch: AttackBatch; bounds: Bounds; decide: Decide; context: Context },
): Promise<Walk[]> {
  const tryPoints = (guesses: readonly Guess[]) => {
    const able = guesses.filter(({ walk }) => walk.left > 0);
    decide(able).forEach((success, at) => {
      const { walk, point } = able[at] ?? {};
      if (success && walk && point) walk.at = point;
    });
  };
  await breathe(context);
  tryPoints(walks.map((walk) => ({ walk, point: walk.clean })));
  const started = walks.filter(({ at }) => !at);
  const open = () => started.filter(({ at }) => !at);
  for (let draw = 0; draw < startTries && !batch.targeted && open().length > 0; draw++) {
    await breathe(context);
    tryPoints(
      open().map((walk) => ({
        walk,
        point: walk.clean.map(() => low + (high - low) * walk.random.uniform()),
      })),
    );
  }
  const places = new Map(walks.map((walk, place) => [walk, place]));
  for (let draw = 0; draw < startTries && batch.guides && open().length > 0; draw++) {
    await breathe(context);
    const guides = batch.guides(draw);
    const values = guides.dataSync() as Float32Array; // images are floats
    guides.dispose();
    tryPoints(
      open().map((walk) => {
        const first = (places.get(walk) ?? 0) * walk.clean.length;
        return { walk, point: values.slice(first, first + walk.clean.length) };
      }),
    );
  }
  return started.filter(({ at }) => at);
}
