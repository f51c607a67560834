import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../tensors/random';
import { tf } from '../../tensors/tf';
import { tanh } from './activations';
import { adamOptimizer } from './adam';
import { balancedDraw } from './balanced-draw';
import { bilstmHead } from './bilstm-head';
import { binaryCrossEntropy, type Head } from './head';
import { lstmHead } from './lstm-head';
import { mlpHead } from './mlp-head';
import { headScores, trainHead } from './train-head';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const size = { layers: 4, classes: 3, units: 6 };

function batchOf(n: number) {
  const random = seededRandom(2);
  return {
    n,
    maps: Float32Array.from({ length: n * size.layers * size.classes }, () => random.normal()),
    labels: Float32Array.from({ length: n }, (_, row) => row % 2),
    random,
  };
}

/** Loss and gradient by TensorFlow's tape through `head.logits`. */
function byTape(head: Head, weights: Float32Array, { n, maps, labels }: ReturnType<typeof batchOf>) {
  const loss = (w: tf.Tensor) => {
    const logits = head.logits(w as tf.Tensor1D, tf.tensor3d(maps, [n, size.layers, size.classes])); // a vector
    return tf.losses.sigmoidCrossEntropy(tf.tensor2d(labels, [n, 1]), logits);
  };
  const { value, grad } = tf.valueAndGrad(loss)(tf.tensor1d(weights));
  return { loss: value.dataSync()[0] ?? Number.NaN, gradient: [...grad.dataSync()] };
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, at) => Math.abs(value - (b[at] ?? Number.NaN))));

describe('the LSTM head', () => {
  test('has a gradient that equals that of the tape to 1e-6', () => {
    const head = lstmHead(size);
    const weights = head.initialize(seededRandom(1));
    const batch = batchOf(5);
    const written = head.lossAndGradient(weights, batch);
    const taped = byTape(head, weights, batch);
    expect(Math.abs(written.loss - taped.loss)).toBeLessThan(1e-6);
    expect(largestDifference(written.gradient, taped.gradient)).toBeLessThan(1e-6);
    expect(Math.max(...written.gradient)).toBeGreaterThan(1e-2);
  });

  test('counts as many weights as one bias vector a gate makes', () => {
    expect(lstmHead({ layers: 17, classes: 1000, units: 100 }).size).toBe(440_501);
  });
});

describe('the bidirectional LSTM head', () => {
  test('has a gradient that equals that of the tape to 1e-6', () => {
    const head = bilstmHead(size);
    const weights = head.initialize(seededRandom(1));
    const batch = batchOf(5);
    const written = head.lossAndGradient(weights, batch);
    const taped = byTape(head, weights, batch);
    expect(Math.abs(written.loss - taped.loss)).toBeLessThan(1e-6);
    expect(largestDifference(written.gradient, taped.gradient)).toBeLessThan(1e-6);
    expect(Math.max(...written.gradient)).toBeGreaterThan(1e-2);
  });
});

describe('the MLP head', () => {
  test('has a gradient that equals that of the tape where no unit is dropped', () => {
    const head = mlpHead(size);
    const weights = head.initialize(seededRandom(1));
    // A kept unit counts double: halving the kernel and the bias of the hidden layer undoes it, as ReLU is homogeneous.
    const keepAll = { ...seededRandom(0), uniform: () => 0.9 };
    const halved = weights.slice();
    const hidden = size.layers * size.classes * size.units + size.units;
    for (let at = 0; at < hidden; at++) halved[at] = (halved[at] ?? 0) / 2;
    const batch = batchOf(5);
    const written = head.lossAndGradient(halved, { ...batch, random: keepAll });
    const taped = byTape(head, weights, batch);
    expect(Math.abs(written.loss - taped.loss)).toBeLessThan(1e-6);
    const rescaled = written.gradient.map((value, at) => (at < hidden ? value / 2 : value));
    expect(largestDifference(rescaled, taped.gradient)).toBeLessThan(1e-6);
  });

  test('drops about half of the hidden units, others in each step', () => {
    const head = mlpHead({ ...size, units: 400 });
    const weights = head.initialize(seededRandom(1));
    const batch = batchOf(1);
    const untouched = () => {
      const { gradient } = head.lossAndGradient(weights, batch);
      const first = size.layers * size.classes * 400 + 400;
      return Array.from(gradient.subarray(first, first + 400), (value) => value === 0);
    };
    const [once, again] = [untouched(), untouched()];
    // About half are open, and of those half are kept: a quarter has a gradient.
    expect(once.filter(Boolean).length).toBeGreaterThan(400 * 0.6);
    expect(once.filter(Boolean).length).toBeLessThan(400 * 0.9);
    expect(again).not.toEqual(once);
  });
});

test('the fast tanh is within 3e-7 of the exact one', () => {
  for (let x = -12; x <= 12; x += 0.001) {
    expect(Math.abs(tanh(x) - Math.tanh(x))).toBeLessThan(3e-7);
  }
});

test('the cross-entropy of an extreme logit neither overflows nor loses its sign', () => {
  const { loss, gradient } = binaryCrossEntropy(Float32Array.of(800, -800), Float32Array.of(0, 0));
  expect(loss).toBeCloseTo(400, 6);
  expect([...gradient]).toEqual([0.5, 0]);
});

test('the first step of Adam has the length of the learning rate, whatever the gradient', () => {
  const adam = adamOptimizer(Float32Array.of(1, 1, 1), 0.1);
  adam.step(Float32Array.of(5, -0.001, 0));
  expect([...adam.weights].map((value) => Number(value.toFixed(4)))).toEqual([0.9, 1.1, 1]);
});

describe('balanced draws', () => {
  const groups = [...Array(90).fill('authentic'), ...Array(6).fill('fgsm'), ...Array(4).fill('pgd')];
  const shares = (sampling: 'group' | 'label') => {
    const draw = balancedDraw(groups, sampling);
    const random = seededRandom(1);
    const counts: Record<string, number> = {};
    for (let at = 0; at < 12_000; at++) {
      const group = groups[draw(random)];
      counts[group] = (counts[group] ?? 0) + 1 / 12_000;
    }
    return counts;
  };

  test('give each group the same share', () => {
    // Deviation of a share of 1/3 over 12,000 draws is 0.0043.
    for (const share of Object.values(shares('group'))) expect(Math.abs(share - 1 / 3)).toBeLessThan(0.02);
  });

  test('give each label the same share when asked to', () => {
    const { authentic = 0, fgsm = 0, pgd = 0 } = shares('label');
    expect(Math.abs(authentic - 1 / 2)).toBeLessThan(0.02);
    expect(Math.abs(fgsm / pgd - 6 / 4)).toBeLessThan(0.1);
  });

  test('refuse rows without an attack', () => {
    expect(() => balancedDraw(['authentic', 'authentic'], 'group')).toThrow(
      /at least one attack, got authentic/,
    );
  });
});

describe('training a head', () => {
  const rows = 60;
  const separable = (seed: number) => {
    const random = seededRandom(seed);
    const groups = Array.from({ length: rows }, (_, row) =>
      row % 3 ? (row % 2 ? 'fgsm' : 'pgd') : 'authentic',
    );
    const maps = Float32Array.from({ length: rows * size.layers * size.classes }, (_, at) => {
      const group = groups[Math.floor(at / (size.layers * size.classes))];
      return random.normal() + (group === 'authentic' ? 1 : -1);
    });
    return { maps, groups };
  };
  const data = { train: separable(1), validation: separable(2), shape: [size.layers, size.classes] as const };
  const training = { epochs: 8, batchSize: 16, learningRate: 0.01, sampling: 'group' as const };

  test.each([lstmHead, bilstmHead, mlpHead])('learns to tell two separable groups apart', async (make) => {
    const head = make(size);
    const { weights, bestEpoch, validationMacroAuc } = await trainHead(head, data, {
      training,
      context: { seed: 0 },
    });
    expect(validationMacroAuc).toBeGreaterThan(0.99);
    expect(bestEpoch).toBeGreaterThanOrEqual(1);
    const maps = tf.tensor3d(data.validation.maps, [rows, ...data.shape]);
    const scores = headScores(head, weights, maps);
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...scores)).toBeLessThanOrEqual(1);
  });

  test('keeps the epoch with the best validation macro-AUC', async () => {
    const curve: number[] = [];
    const { bestEpoch, validationMacroAuc } = await trainHead(lstmHead(size), data, {
      training,
      context: { seed: 0, onMetric: ({ name, value }) => name === 'validationMacroAuc' && curve.push(value) },
    });
    expect(validationMacroAuc).toBe(Math.max(...curve));
    expect(bestEpoch).toBe(curve.indexOf(validationMacroAuc) + 1);
  });

  test('fails with words when the loss is no longer a number', async () => {
    const broken = { ...data, train: { ...data.train, maps: data.train.maps.map(() => Number.NaN) } };
    await expect(trainHead(lstmHead(size), broken, { training, context: { seed: 0 } })).rejects.toThrow(
      'detector loss in epoch 1: expected a finite number, got NaN',
    );
  });
});
