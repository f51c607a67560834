import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensors/tf';

/** One iterate of every image of a batch, with what was found out about it. */
export interface Iterate {
  readonly images: Tensor;
  /** 1 where it is misclassified as wanted, `[n]`. */
  readonly misclassified: Uint8Array;
  /** Exact detector scores where it is misclassified, `[n]`. */
  readonly scores: Float32Array;
  /** What else is to be small, after the score: 0 unless told, `[n]`. */
  readonly size?: Float32Array;
}

/** The best iterate of each image so far. */
export interface BestIterates {
  readonly offer: (iterate: Iterate) => void;
  /** 1 where some iterate was misclassified, `[n]`. */
  readonly success: Uint8Array;
  /** Exact scores of the best, `[n]`; infinite where none was misclassified. */
  readonly scores: Float32Array;
  /** The best iterates `[n, h, w, c]`, of the caller. */
  readonly images: () => Tensor;
}

/**
 * Keeps of each image the misclassified iterate with the lowest exact score, the earlier one in a tie; where none is
 * misclassified the last one. Offering more iterates never makes the outcome worse.
 *
 * With `enough`, all scores at or below it are equally good, and the smallest perturbation among them is kept.
 */
export function bestIterates(clean: Tensor, enough = Number.NEGATIVE_INFINITY): BestIterates {
  const rows = clean.shape[0] ?? 0;
  const width = clean.size / rows;
  const images = Float32Array.from(clean.dataSync());
  const success = new Uint8Array(rows);
  const scores = new Float32Array(rows).fill(Number.POSITIVE_INFINITY);
  const sizes = new Float32Array(rows).fill(Number.POSITIVE_INFINITY);
  const isBetter = (row: number, score: number, size: number) => {
    const [had, of] = [Math.max(scores[row] ?? 0, enough), Math.max(score, enough)];
    return of < had || (of === had && size < (sizes[row] ?? 0));
  };
  return {
    success,
    scores,
    offer: (iterate) => {
      const values = iterate.images.dataSync();
      for (let row = 0; row < rows; row++) {
        const [wrong, score, size] = [
          iterate.misclassified[row] === 1,
          iterate.scores[row] ?? Number.POSITIVE_INFINITY,
          iterate.size?.[row] ?? 0,
        ];
        if (wrong ? !isBetter(row, score, size) : success[row] === 1) continue;
        images.set(values.subarray(row * width, (row + 1) * width), row * width);
        if (!wrong) continue;
        success[row] = 1;
        scores[row] = score;
        sizes[row] = size;
      }
    },
    images: () => tf.tensor(images.slice(), clean.shape),
  };
}
