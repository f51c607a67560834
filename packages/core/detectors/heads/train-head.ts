import type { Context } from '../../context';
import { CoreError } from '../../errors';
import {
  type EpochCurves,
  type EpochState,
  type LearningKeeper,
  pauseAndKeep,
  reportEpoch,
} from '../../learning-keeper';
import { auc } from '../../metrics/auc';
import { type Random, resumedRandom, seededRandom, splitSeed } from '../../tensors/random';
import { tf } from '../../tensors/tf';
import { type AdamState, adamOptimizer } from './adam';
import { balancedDraw } from './balanced-draw';
import type { Head, HeadBatch } from './head';

/** Maps with the group of each row: `authentic`, or the id of an attack. */
export interface GroupedMaps {
  /** `[rows, layers, classes]` */
  readonly maps: Float32Array;
  readonly groups: readonly string[];
}

/** How a head is trained. `sampling` draws evenly over authentic and each attack, or over the two labels. */
export interface HeadTraining {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly sampling: 'group' | 'label';
}

/** What training leaves. */
export interface TrainedHead {
  /** Weights of the epoch with the best validation macro-AUC. */
  readonly weights: Float32Array;
  /** From 1. */
  readonly bestEpoch: number;
  readonly validationMacroAuc: number;
}

/** A head under training. */
interface HeadState extends EpochState<TrainedHead> {
  readonly adam: AdamState;
}

/**
 * Trains on binary cross-entropy with Adam: each epoch as many draws as there are rows, evenly over the groups (or over
 * the two labels), and keeps the epoch with the best validation macro-AUC. Reports `loss` and `validationMacroAuc` each
 * epoch.
 *
 * @throws {CoreError} `DEGENERATE_DATA` without authentic rows or attacks, `NOT_A_NUMBER` when the loss is not finite
 * @throws {CancelledError}
 */
export async function trainHead(
  head: Head,
  {
    train,
    validation,
    shape,
  }: { train: GroupedMaps; validation: GroupedMaps; shape: readonly [number, number] },
  {
    training,
    context,
    keeper,
  }: { training: HeadTraining; context: Context; keeper?: LearningKeeper | undefined },
): Promise<TrainedHead> {
  const draw = balancedDraw(train.groups, training.sampling);
  checkValidation(validation.groups);
  // Kept below, and hashed by the keeper.
  const resume = keeper?.resume as HeadState | undefined;
  const random = resume ? resumedRandom(resume.random) : seededRandom(splitSeed(context.seed, 'head'));
  const adam = adamOptimizer(resume?.adam ?? head.initialize(random), training.learningRate);
  const curves: EpochCurves = resume?.curves ?? { losses: [], validationMacroAucs: [] };
  const validationMaps = tf.tensor3d(validation.maps, [validation.groups.length, ...shape]);
  const stepsPerEpoch = Math.ceil(train.groups.length / training.batchSize);
  let best: TrainedHead = resume?.best ?? {
    weights: adam.weights.slice(),
    bestEpoch: 0,
    validationMacroAuc: -1,
  };
  try {
    const { epochs } = training;
    for (let epoch = 1; epoch < (resume?.epoch ?? 1); epoch++)
      reportEpoch(context, { epoch, epochs, curves });
    for (let epoch = resume?.epoch ?? 1; epoch <= epochs; epoch++) {
      const begun = epoch === resume?.epoch ? resume : { step: 0, sum: 0 };
      let { sum } = begun;
      for (let { step } = begun; step < stepsPerEpoch; step++) {
        if (step % 16 === 0)
          await pauseAndKeep(
            context,
            keeper,
            (): HeadState => ({ epoch, step, sum, curves, best, random: random.state(), adam: adam.state() }),
          );
        const rows = Array.from({ length: training.batchSize }, () => draw(random));
        const { loss, gradient } = head.lossAndGradient(
          adam.weights,
          gather(train, rows, { width: shape[0] * shape[1], random }),
        );
        adam.step(gradient);
        sum += loss;
      }
      const loss = sum / stepsPerEpoch;
      if (!Number.isFinite(loss))
        throw new CoreError(
          'NOT_A_NUMBER',
          `detector loss in epoch ${epoch}: expected a finite number, got ${loss}`,
        );
      const validationMacroAuc = macroAuc(headScores(head, adam.weights, validationMaps), validation.groups);
      curves.losses.push(loss);
      curves.validationMacroAucs.push(validationMacroAuc);
      reportEpoch(context, { epoch, epochs, curves });
      if (validationMacroAuc > best.validationMacroAuc)
        best = { weights: adam.weights.slice(), bestEpoch: epoch, validationMacroAuc };
    }
  } finally {
    validationMaps.dispose();
  }
  return best;
}

/** P(adversarial) of each map, `[n]`. */
export function headScores(head: Head, weights: Float32Array, maps: tf.Tensor3D): Float32Array {
  const scores = tf.tidy(() => head.logits(tf.tensor1d(weights), maps).sigmoid());
  const values = Float32Array.from(scores.dataSync());
  scores.dispose();
  return values;
}

/** Plain mean over attacks of the AUC against the authentic rows. */
export function macroAuc(scores: Float32Array, groups: readonly string[]): number {
  const of = (wanted: string) => scores.filter((_, row) => groups[row] === wanted);
  const attacks = [...new Set(groups)].filter((group) => group !== 'authentic');
  const negative = of('authentic');
  return attacks.reduce((sum, attack) => sum + auc({ negative, positive: of(attack) }), 0) / attacks.length;
}

/** @throws {CoreError} `DEGENERATE_DATA` when the rows cannot be judged: without authentic ones or without an attack */
export function checkValidation(groups: readonly string[]): void {
  const distinct = new Set(groups);
  if (!distinct.has('authentic') || distinct.size < 2)
    throw new CoreError(
      'DEGENERATE_DATA',
      'validation rows: expected authentic ones and at least one attack',
    );
}

/** The drawn rows as one batch. */
function gather(
  { maps, groups }: GroupedMaps,
  rows: readonly number[],
  { width, random }: { width: number; random: Random },
): HeadBatch {
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    values.set(maps.subarray(row * width, (row + 1) * width), at * width);
  });
  const labels = Float32Array.from(rows, (row) => Number(groups[row] !== 'authentic'));
  return { n: rows.length, maps: values, labels, random };
}
