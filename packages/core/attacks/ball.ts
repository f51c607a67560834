import type { Tensor } from '@tensorflow/tfjs';
import { projectL2, projectLinf } from '../tensors/projections';
import { randomRows, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import type { AttackBatch, AttackedModel } from './define-attack';
import { rowNorms } from './row-norms';

/** Norms of the balls that attacks with a budget stay in. */
export type BallNorm = 'Linf' | 'L2';

/** The points within `epsilon` of each image of a batch, and within the model's bounds. */
export interface Ball {
  /** `x` `[n, h, w, c]` brought back into the ball around `center`. */
  project(x: Tensor, center: Tensor): Tensor;
  /** Direction of steepest ascent in the norm, of length 1 in it: the sign, or the gradient over its length. */
  direction(gradient: Tensor): Tensor;
  /** A random point of the ball around each image, seeded by row. */
  start(batch: AttackBatch, seed: number): Tensor;
}

/** Guards the division by a gradient that is zero everywhere: such an image stays where it is. */
const tiny = 1e-12;

/** Balls of this norm and radius. */
export function ballOf(
  norm: BallNorm,
  { epsilon, bounds }: { epsilon: number; bounds: AttackedModel['bounds'] },
): Ball {
  const toBall = norm === 'Linf' ? projectLinf : projectL2;
  const project = (x: Tensor, center: Tensor) => toBall(x, { center, epsilon, bounds });
  return {
    project,
    direction: (gradient) =>
      norm === 'Linf' ? gradient.sign() : tf.tidy(() => gradient.div(rowNorms(gradient, 'L2').maximum(tiny))),
    start: ({ images, rows }, seed) => {
      const width = images.size / rows.length;
      const noise =
        norm === 'Linf' ? cube({ seed, rows, width }, epsilon) : sphere({ seed, rows, width }, epsilon);
      return tf.tidy(() => project(images.add(tf.tensor(noise, images.shape)), images));
    },
  };
}

interface Rows {
  readonly seed: number;
  readonly rows: Int32Array;
  readonly width: number;
}

/** Uniform in the ball of Linf. */
function cube(rows: Rows, epsilon: number): Float32Array {
  return randomRows(rows, (random) => (2 * random.uniform() - 1) * epsilon);
}

/** Uniform in the ball of L2: a direction without preference, at a distance of density d r^(d-1). */
function sphere({ seed, rows, width }: Rows, epsilon: number): Float32Array {
  const values = randomRows({ seed, rows, width }, (random) => random.normal());
  const shares = randomRows({ seed: splitSeed(seed, 'radius'), rows, width: 1 }, (random) =>
    random.uniform(),
  );
  shares.forEach((share, row) => {
    const own = values.subarray(row * width, (row + 1) * width);
    const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
    const scale = (epsilon * share ** (1 / width)) / length;
    own.forEach((value, at) => {
      own[at] = value * scale;
    });
  });
  return values;
}
