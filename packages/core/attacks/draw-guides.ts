import type { Tensor } from '@tensorflow/tfjs';
import { CoreError } from '../errors';
import type { Classifier } from '../models/classifier';
import { gatherImages, type ImageArray, imageTensor } from '../models/images';
import { seededRandom, splitSeed } from '../tensors/random';

/**
 * One authentic image `[n, h, w, c]` for each of the rows from `first` on, drawn from all images under attack: with
 * targets, one whose true class is the row's target; else one of any other true class. Seeded by row, so that neither
 * batch nor restart changes it.
 *
 * @throws {CoreError} `DEGENERATE_DATA` when there is no image of such a class
 */
export function drawGuides(
  { model, images, labels }: { model: Classifier; images: ImageArray; labels: Int32Array },
  {
    first,
    count,
    targets,
    seed,
    draw,
  }: { first: number; count: number; targets: Int32Array | null; seed: number; draw: number },
): Tensor {
  const chosen = Int32Array.from({ length: count }, (_, at) => {
    const own = labels[first + at];
    const fits = targets ? (label: number) => label === targets[at] : (label: number) => label !== own;
    const candidates = [...labels.keys()].filter((row) => fits(labels[row] ?? -1));
    const place = seededRandom(splitSeed(seed, 'guide', draw, first + at)).integer(
      Math.max(1, candidates.length),
    );
    const guide = candidates[place];
    if (guide === undefined)
      throw new CoreError(
        'DEGENERATE_DATA',
        `guide of row ${first + at}: expected an image of ${targets ? `class ${targets[at]}` : 'another class'} among those under attack, got none`,
      );
    return guide;
  });
  return imageTensor(gatherImages(images, chosen), { first: 0, count }, model.bounds);
}
