import type { Random } from '../tensors/random';
import { ask, predictedClass } from './ask';
import type { AttackedModel } from './define-attack';

/** Least and greatest value of a pixel. */
export type Bounds = readonly [number, number];

/** An image under an attack that sees decisions only. */
export interface Walk {
  readonly row: number;
  readonly label: number;
  readonly clean: Float32Array;
  readonly random: Random;
  /** A point that is a success, or null while none is known. */
  at: Float32Array | null;
  /** The success nearest to the clean image. */
  best: Float32Array | null;
  /** Queries that are left. */
  left: number;
}

/** What a walk wants to know: whether `point` is a success. */
export interface Guess {
  readonly walk: Walk;
  readonly point: Float32Array;
}

/** Says of each point whether it is a success. Walks pay one query a point: whoever guesses sees to it that they can. */
export type Decide = (guesses: readonly Guess[]) => boolean[];

/** Decisions of a model, from the class of the highest logit only. */
export function decisionsOf(
  model: AttackedModel,
  { shape, targeted }: { shape: readonly number[]; targeted: boolean },
): Decide {
  return (guesses) => {
    const questions = guesses.map(({ walk, point }) => ({ row: walk.row, point }));
    const answers = ask(model, questions, shape);
    return guesses.map(({ walk }, at) => {
      walk.left--;
      return (predictedClass(answers[at] ?? new Float32Array()) === walk.label) === targeted;
    });
  };
}

/** Euclidean distance. */
export function distance(a: Float32Array, b: Float32Array): number {
  let squares = 0;
  for (let at = 0; at < a.length; at++) squares += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  return Math.sqrt(squares);
}

/** Times that the way to a success is halved, until its rest is below d^(-3/2) of it: tolerance of the paper for L2. */
export function halvingsFor(dimensions: number): number {
  return Math.ceil(1.5 * Math.log2(dimensions));
}

/**
 * Moves each walk to the decision boundary on the straight line from its success to the clean image: as near as its
 * queries allow, and always to a point that is a success.
 */
export function towardsClean(walks: readonly Walk[], halvings: number, decide: Decide): void {
  const searches = walks.flatMap((walk) => (walk.at ? [{ walk, far: walk.at, low: 0, high: 1 }] : []));
  const between = ({ walk: { clean }, far }: (typeof searches)[number], share: number) =>
    clean.map((value, at) => value + share * ((far[at] ?? 0) - value));
  for (let halving = 0; halving < halvings; halving++) {
    const able = searches.filter(({ walk }) => walk.left > 0);
    if (able.length === 0) break;
    const guesses = able.map((search) => ({
      walk: search.walk,
      point: between(search, (search.low + search.high) / 2),
    }));
    const successes = decide(guesses);
    able.forEach((search, at) => {
      const middle = (search.low + search.high) / 2;
      if (successes[at]) Object.assign(search, { high: middle }).walk.at = guesses[at]?.point ?? null;
      else search.low = middle;
    });
  }
  for (const { walk } of searches)
    if (walk.at && (!walk.best || distance(walk.at, walk.clean) < distance(walk.best, walk.clean)))
      walk.best = walk.at;
}
