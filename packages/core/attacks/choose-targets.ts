import type { Tensor } from '@tensorflow/tfjs';
import { CoreError } from '../errors';
import type { Classifier } from '../models/classifier';
import { seededRandom, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import type { TargetMode } from './parameters';

/** Where the shared parameters `target` and `targetClass` send an attack. */
export interface TargetChoice {
  readonly mode: TargetMode;
  readonly targetClass: number | undefined;
}

/**
 * The shared target parameters among an attack's own.
 *
 * @throws {CoreError} `PARAMETERS` when target `class` comes without a class that the model has
 */
export function targetChoiceOf(params: object, { classes }: Pick<Classifier, 'classes'>): TargetChoice {
  // The two shared parameters, checked by their schemas.
  const { target: mode = 'none', targetClass } = params as { target?: TargetMode; targetClass?: number };
  if (mode === 'class' && !(targetClass !== undefined && targetClass < classes))
    throw new CoreError(
      'PARAMETERS',
      `targetClass: expected a class from 0 to ${classes - 1} with target class, got ${targetClass ?? 'none'}`,
    );
  return { mode, targetClass };
}

/**
 * Target classes `[n]` of the rows from `first` on, or null without a target. With `class`, images that are of the target
 * class themselves go to the next one; with `leastLikely`, one that the model likes least of all goes there even when it
 * is its own.
 */
export function chooseTargets(
  { mode, targetClass = 0 }: TargetChoice,
  {
    truth,
    model,
    clean,
    seed,
    first,
  }: { truth: Int32Array; model: Classifier; clean: Tensor; seed: number; first: number },
): Int32Array | null {
  if (mode === 'none') return null;
  if (mode === 'class')
    return truth.map((label) => (label === targetClass ? (targetClass + 1) % model.classes : targetClass));
  if (mode === 'next') return truth.map((label) => (label + 1) % model.classes);
  if (mode === 'random')
    return truth.map((label, row) => {
      const random = seededRandom(splitSeed(seed, 'target', first + row));
      return (label + 1 + random.integer(model.classes - 1)) % model.classes;
    });
  const least = tf.tidy(() => model.logits(clean).argMin(1));
  const targets = Int32Array.from(least.dataSync());
  least.dispose();
  return targets;
}
