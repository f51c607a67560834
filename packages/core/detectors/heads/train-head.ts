import { breathe, type Context } from '../../context';
import { CoreError } from '../../errors';
import { auc } from '../../metrics/auc';
import { type Random, seededRandom, splitSeed } from '../../tensors/random';
import { tf } from '../../tensors/tf';
import type { Head } from './head';

/** Maps with the group of each row: `authentic`, or the id of an attack. */
export interface GroupedMaps {
  /** `[rows, layers, classes]` */
  readonly maps: Float32Array;
  readonly groups: readonly string[];
}

export interface HeadTraining {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly sampling: 'group' | 'label';
}

export interface TrainedHead {
  /** Weights of the epoch with the best validation macro-AUC. */
  readonly weights: Float32Array;
  /** From 1. */
  readonly bestEpoch: number;
  readonly validationMacroAuc: number;
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
  { training, context }: { training: HeadTraining; context: Context },
): Promise<TrainedHead> {
  const draw = balancedDraw(train.groups, training.sampling);
  checkValidation(validation.groups);
  const random = seededRandom(splitSeed(context.seed, 'head'));
  const adam = adamOptimizer(head.initialize(random), training.learningRate);
  const validationMaps = tf.tensor3d(validation.maps, [validation.groups.length, ...shape]);
  const stepsPerEpoch = Math.ceil(train.groups.length / training.batchSize);
  let best: TrainedHead = { weights: adam.values(), bestEpoch: 0, validationMacroAuc: -1 };
  try {
    for (let epoch = 1; epoch <= training.epochs; epoch++) {
      let sum = 0;
      for (let step = 0; step < stepsPerEpoch; step++) {
        const rows = Array.from({ length: training.batchSize }, () => draw(random));
        sum += trainStep(head, adam, { ...gather(train, rows, shape), random });
        if (step % 16 === 0) await breathe(context);
      }
      const loss = sum / stepsPerEpoch;
      if (!Number.isFinite(loss))
        throw new CoreError(
          'NOT_A_NUMBER',
          `detector loss in epoch ${epoch}: expected a finite number, got ${loss}`,
        );
      const validationMacroAuc = macroAuc(
        headScores(head, adam.weights(), validationMaps),
        validation.groups,
      );
      context.onMetric?.({ name: 'loss', step: epoch, value: loss });
      context.onMetric?.({ name: 'validationMacroAuc', step: epoch, value: validationMacroAuc });
      context.onProgress?.({ stage: 'train', done: epoch, total: training.epochs, unit: 'epochs' });
      if (validationMacroAuc > best.validationMacroAuc)
        best = { weights: adam.values(), bestEpoch: epoch, validationMacroAuc };
    }
  } finally {
    adam.dispose();
    validationMaps.dispose();
  }
  return best;
}

/** P(adversarial) of each map, `[n]`. */
export function headScores(head: Head, weights: tf.Tensor1D, maps: tf.Tensor3D): Float32Array {
  const scores = tf.tidy(() => head.logits(weights, maps).sigmoid());
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

/** Draws a row: first a group (or a label) with equal probability, then one of its rows. */
export function balancedDraw(
  groups: readonly string[],
  sampling: 'group' | 'label',
): (random: Random) => number {
  const rows = new Map<string, number[]>();
  groups.forEach((group, row) => {
    const key = sampling === 'group' || group === 'authentic' ? group : 'adversarial';
    const list = rows.get(key) ?? [];
    list.push(row);
    rows.set(key, list);
  });
  const lists = [...rows.values()];
  if (!rows.has('authentic') || lists.length < 2)
    throw new CoreError(
      'DEGENERATE_DATA',
      `training rows: expected authentic ones and at least one attack, got ${[...rows.keys()].join(', ') || 'none'}`,
    );
  return (random) => {
    const list = lists[random.integer(lists.length)] ?? [];
    return list[random.integer(list.length)] ?? 0;
  };
}

function checkValidation(groups: readonly string[]): void {
  const distinct = new Set(groups);
  if (!distinct.has('authentic') || distinct.size < 2)
    throw new CoreError(
      'DEGENERATE_DATA',
      'validation rows: expected authentic ones and at least one attack',
    );
}

function gather(
  { maps, groups }: GroupedMaps,
  rows: readonly number[],
  [layers, classes]: readonly [number, number],
) {
  const width = layers * classes;
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    values.set(maps.subarray(row * width, (row + 1) * width), at * width);
  });
  const labels = Float32Array.from(rows, (row) => Number(groups[row] !== 'authentic'));
  return {
    maps: tf.tensor3d(values, [rows.length, layers, classes]),
    labels: tf.tensor2d(labels, [rows.length, 1]),
  };
}

function trainStep(head: Head, adam: Adam, batch: Parameters<Head['lossAndGradient']>[1]): number {
  const { loss, gradient } = head.lossAndGradient(adam.weights(), batch);
  const value = loss.dataSync()[0] ?? Number.NaN;
  adam.step(gradient);
  tf.dispose([loss, gradient, batch.maps, batch.labels]);
  return value;
}

type Adam = ReturnType<typeof adamOptimizer>;

/** Adam over one flat vector: a dozen operations a step, whatever the number of layers. */
function adamOptimizer(initial: Float32Array, learningRate: number) {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  let weights = tf.tensor1d(initial);
  let first: tf.Tensor1D = tf.zeros([initial.length]);
  let second: tf.Tensor1D = tf.zeros([initial.length]);
  let steps = 0;
  return {
    weights: () => weights,
    values: () => Float32Array.from(weights.dataSync()),
    step: (gradient: tf.Tensor1D) => {
      steps++;
      const rate = (learningRate * Math.sqrt(1 - beta2 ** steps)) / (1 - beta1 ** steps);
      const next = tf.tidy(() => {
        const m = first.mul(beta1).add(gradient.mul(1 - beta1));
        const v = second.mul(beta2).add(gradient.square().mul(1 - beta2));
        return [weights.sub(m.div(v.sqrt().add(epsilon)).mul(rate)), m, v] as [
          tf.Tensor1D,
          tf.Tensor1D,
          tf.Tensor1D,
        ]; // vectors all
      });
      tf.dispose([weights, first, second]);
      [weights, first, second] = next;
    },
    dispose: () => {
      tf.dispose([weights, first, second]);
    },
  };
}
