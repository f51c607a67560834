import { CoreError } from '../errors';
import { tf } from '../tensors/tf';

/** A training that was interrupted, as far as its next step needs it. Random draws follow from seed and step alone. */
export interface TrainingState {
  /** Steps done. */
  readonly step: number;
  /** Weights of the model, in its own order. */
  readonly weights: readonly Float32Array[];
  /** Adam's first moments, then its second ones; empty before the first step. */
  readonly moments: readonly Float32Array[];
  /** The powers of Adam's two rates of decay: multiplied up step by step, which differs in the last bits from a power. */
  readonly decays: readonly [number, number];
  /** Of every step so far. */
  readonly losses: Float64Array;
  readonly accuracies: Float64Array;
}

/** Keeps the state of a training from time to time, and has what an earlier attempt kept. */
export interface TrainingKeeper {
  readonly resume?: TrainingState | undefined;
  /** Whether the state is to be kept now; asked before every step. */
  due(): boolean;
  keep(state: TrainingState): Promise<void>;
}

/** What Adam keeps for itself; TensorFlow.js declares it as protected. */
interface AdamVariables {
  readonly accBeta1: tf.Variable;
  readonly accBeta2: tf.Variable;
}

function decaysOf(optimizer: tf.AdamOptimizer): AdamVariables {
  return optimizer as unknown as AdamVariables;
}

/** Reads weights and moments. */
export async function readTraining(
  model: tf.LayersModel,
  optimizer: tf.AdamOptimizer,
  done: Pick<TrainingState, 'step' | 'losses' | 'accuracies'>,
): Promise<TrainingState> {
  return { ...done, weights: model.getWeights().map(floats), ...(await readAdam(optimizer)) };
}

const floats = (tensor: tf.Tensor) => Float32Array.from(tensor.dataSync());

/** What Adam keeps of its steps so far. */
export type KeptAdam = Pick<TrainingState, 'moments' | 'decays'>;

/** Reads Adam's moments and decays. */
export async function readAdam(optimizer: tf.AdamOptimizer): Promise<KeptAdam> {
  const [iterations, ...moments] = await optimizer.getWeights();
  iterations?.tensor.dispose();
  const { accBeta1, accBeta2 } = decaysOf(optimizer);
  return {
    moments: moments.map(({ tensor }) => floats(tensor)),
    decays: [accBeta1.dataSync()[0] ?? 1, accBeta2.dataSync()[0] ?? 1],
  };
}

/** Puts them back, bit for bit; `shapes` are those of the weights, in their order, `step` how many steps were done. */
export async function restoreAdam(
  optimizer: tf.AdamOptimizer,
  { moments, decays }: KeptAdam,
  { step, shapes }: { step: number; shapes: readonly (readonly (number | null)[])[] },
): Promise<void> {
  const iterations = tf.scalar(step, 'int32');
  const named = moments.map((data, at) => ({
    name: `moment/${at}`,
    tensor: tf.tensor(data, [...(shapes[at % shapes.length] ?? [])] as number[]), // of weights, which are there
  }));
  await optimizer.setWeights([{ name: 'iter', tensor: iterations }, ...named]);
  tf.dispose([iterations, ...named.map(({ tensor }) => tensor)]);
  const { accBeta1, accBeta2 } = decaysOf(optimizer);
  for (const [variable, value] of [
    [accBeta1, decays[0]],
    [accBeta2, decays[1]],
  ] as const)
    tf.tidy(() => variable.assign(tf.scalar(value)));
}

/** Puts weights and moments back, bit for bit. @throws {CoreError} `SHAPE` when they are of another model */
export async function restoreTraining(
  model: tf.LayersModel,
  optimizer: tf.AdamOptimizer,
  { step, weights, moments, decays }: TrainingState,
): Promise<void> {
  const shapes = model.getWeights().map(({ shape }) => shape);
  const expected = shapes.map((shape) => shape.reduce((product, size) => product * size, 1));
  if (weights.length !== shapes.length || weights.some(({ length }, at) => length !== expected[at]))
    throw new CoreError(
      'SHAPE',
      `kept weights: expected arrays of ${expected}, got ${weights.map(({ length }) => length)}`,
    );
  const given = weights.map((data, at) => tf.tensor(data, shapes[at]));
  model.setWeights(given);
  tf.dispose(given);
  await restoreAdam(optimizer, { moments, decays }, { step, shapes });
}
