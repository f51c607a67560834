import { type AttackColumns, smallestNorms } from './attack-columns';
import type { Norm } from './define-attack';
import { median } from './median';

/** The smallest perturbation that any of several attacks found for each image. */
export interface BestKnown {
  /** Its size, `[images]`; infinite where no attack succeeded. */
  readonly norms: Float64Array;
  /** Index of the attack that found it, the first of equals, `[images]`; -1 where none succeeded. */
  readonly foundBy: Int32Array;
}

/** The best known perturbations of the same images, over attacks on them. */
export function bestKnown(attacks: readonly AttackColumns[], norm: Norm): BestKnown {
  const images = attacks[0]?.images ?? 0;
  const norms = new Float64Array(images).fill(Number.POSITIVE_INFINITY);
  const foundBy = new Int32Array(images).fill(-1);
  attacks.forEach((columns, attack) => {
    smallestNorms(columns, norm).forEach((size, image) => {
      if (size >= (norms[image] ?? 0)) return;
      norms[image] = size;
      foundBy[image] = attack;
    });
  });
  return { norms, foundBy };
}

/** How far an attack is from the best known perturbations, over the images that it fooled. */
export interface Optimality {
  readonly images: number;
  /** Images for which nothing smaller is known. */
  readonly best: number;
  /** Ratio of its norm to the best known, at least 1 when it is among the known; null when it fooled no image. */
  readonly medianRatio: number | null;
  readonly meanRatio: number | null;
}

/** Ratio of an attack's norms to the best known ones, over the images for which both are there and not zero. */
export function optimality(columns: AttackColumns, { norms }: BestKnown, norm: Norm): Optimality {
  const ratios = [...smallestNorms(columns, norm)].flatMap((size, image) => {
    const best = norms[image] ?? 0;
    return Number.isFinite(size) && Number.isFinite(best) && best > 0 ? [size / best] : [];
  });
  const images = ratios.length;
  return {
    images,
    best: ratios.filter((ratio) => ratio <= 1).length,
    medianRatio: median(ratios),
    meanRatio: images > 0 ? ratios.reduce((sum, ratio) => sum + ratio, 0) / images : null,
  };
}
