import { extractFeatures, type FeatureChunk } from '@fiducial/core/activations';
import {
  type AttackedDetector,
  adaptiveAttacks,
  againstDetector,
  attackedDetector,
  evades,
  orthogonalTo,
} from '@fiducial/core/adaptive';
import { type Attack, attacks, runAttack } from '@fiducial/core/attacks';
import {
  type Detector,
  detectors,
  hingeScores,
  type Queries,
  type ReferenceSet,
} from '@fiducial/core/detectors';
import { parseParameters } from '@fiducial/core/method';
import {
  type Classifier,
  gatherImages,
  type ImageArray,
  layersClassifier,
  trainClassifier,
} from '@fiducial/core/models';
import { tf } from '@fiducial/core/tensors';
import { builtInDigits } from '@fiducial/formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cases } from './cases';

const shape: [number, number, number] = [28, 28, 1];
const [trainingRows, authenticRows, attackedRows] = [1500, 200, 40];
const taps = ['first', 'second'];
const context = { seed: 0 };
const epsilon = 16 / 255;

let model: Classifier;
let reference: ReferenceSet;
let authentic: FeatureChunk;
/** Images that the model classifies correctly, none of them among the authentic ones above. */
let held: { images: ImageArray; labels: Int32Array };

/** A network of two hidden layers that learns the built-in digits in seconds on any backend. */
beforeAll(async () => {
  await tf.setBackend('cpu');
  const digits = builtInDigits();
  const take = (rows: readonly number[]) => {
    const { data } = gatherImages({ data: digits.images, shape }, rows);
    const images = { data: Float32Array.from(data, (byte) => byte / 255), shape };
    return { images, labels: Int32Array.from(rows, (row) => digits.labels[row] ?? 0) };
  };
  // The copy is sorted by class: every so manieth row has all of them.
  const stride = Math.floor(digits.labels.length / (trainingRows + 2 * authenticRows));
  const rows = Array.from({ length: trainingRows + 2 * authenticRows }, (_, at) => at * stride);
  const order = rows.map((_, at) => rows[(at * 7919) % rows.length] ?? 0);
  const training = take(order.slice(0, trainingRows));
  const dense = (name: string, units: number, more: object = {}) =>
    tf.layers.dense({
      ...{ name, units, activation: 'relu', ...more },
      kernelInitializer: tf.initializers.glorotUniform({ seed: units }),
    });
  const network = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: shape }),
      dense('first', 48),
      dense('second', 32),
      dense('logits', 10, { activation: 'linear' }),
    ],
  });
  const params = { epochs: 6, learningRate: 3e-3, batchSize: 50 };
  await trainClassifier(network, training, { params, bounds: [0, 1], context });
  model = layersClassifier(network, [0, 1]);
  reference = referenceOf(await featuresOf(training.images), training.labels);
  const rest = take(order.slice(trainingRows));
  const right = rowsRight(await featuresOf(rest.images), rest.labels);
  const some = (of: readonly number[]) => take(of.map((row) => order[trainingRows + row] ?? 0));
  authentic = await featuresOf(some(right.slice(0, authenticRows)).images);
  held = some(right.slice(authenticRows, authenticRows + attackedRows));
}, 120_000);

afterAll(() => model.dispose());

async function featuresOf(images: ImageArray): Promise<FeatureChunk> {
  for await (const chunk of extractFeatures(model, images, { taps, context })) return chunk;
  throw new Error('features: expected a chunk');
}

function rowsRight({ predicted }: FeatureChunk, labels: Int32Array): number[] {
  return [...labels.keys()].filter((row) => predicted[row] === labels[row]);
}

function referenceOf({ features, rows }: FeatureChunk, labels: Int32Array): ReferenceSet {
  const of = (layer: string) => features.get(layer) ?? { data: new Float32Array(0), dimensions: 1 };
  return {
    ...{ rows, classes: 10, layers: taps, labels },
    dimensions: (layer) => of(layer).dimensions,
    chunks: (layer) => [of(layer)],
    representatives: (layer) => {
      const { data, dimensions } = of(layer);
      const sums = new Float32Array(10 * dimensions);
      const counts = new Float32Array(10);
      labels.forEach((label, row) => {
        counts[label] = (counts[label] ?? 0) + 1;
        for (let at = 0; at < dimensions; at++)
          sums[label * dimensions + at] =
            (sums[label * dimensions + at] ?? 0) + (data[row * dimensions + at] ?? 0);
      });
      return {
        data: sums.map((sum, at) => sum / (counts[Math.floor(at / dimensions)] ?? 1)),
        dimensions,
      };
    },
  };
}

const found = <M extends { readonly id: string }>(methods: readonly M[], id: string): M => {
  const method = methods.find((one) => one.id === id);
  if (!method) throw new Error(`expected a method ${id}`);
  return method;
};

async function known(id: string, given: object, learned?: object): Promise<AttackedDetector> {
  const detector: Detector = found(detectors, id);
  const state = await detector.fit({ reference, ...learned }, parseParameters(detector, given), context);
  return attackedDetector({ detector, state, reference, model }, authentic, context);
}

/** Share of the held images that fool the classifier with an exact score at or below the 5 % threshold. */
async function evasion(attack: Attack, given: object, detector: AttackedDetector): Promise<number> {
  let past = 0;
  const params = parseParameters(attack, { epsilon, ...given });
  for await (const batch of runAttack(attack, { model, ...held }, { params, context })) {
    const queries = await featuresOf({ data: batch.images, shape });
    const scores = await detector.exact(queries, context);
    past += [...scores.keys()].filter((row) => evades({ ...batch, scores }, row, detector.threshold)).length;
  }
  return past / attackedRows;
}

const plain = { stepSize: epsilon / 5, steps: 20 };

describe('an attack that knows the detector gets more past it than one of the same budget that does not', () => {
  test('a kNN score', async () => {
    const detector = await known('knnScore', { layer: 'second', k: 20 });
    const zero = await evasion(found(attacks, 'bim'), plain, detector);
    const perfect = found(adaptiveAttacks, 'orthogonalPgd');
    const rate = await evasion(againstDetector(perfect, detector), { steps: 40 }, detector);
    expect(rate).toBeGreaterThan(zero + 0.1);
    detector.dispose();
  });

  test('an evolution map', async () => {
    const learned = await attackedQueries();
    const detector = await known('evolutionMap', { epochs: 30, learningRate: 3e-3 }, learned);
    const zero = await evasion(found(attacks, 'bim'), plain, detector);
    const perfect = found(adaptiveAttacks, 'orthogonalPgd');
    const rate = await evasion(againstDetector(perfect, detector), { steps: 40 }, detector);
    expect(rate).toBeGreaterThan(zero + 0.1);
    detector.dispose();
  });
});

/** Authentic rows and attacked twins of the held images to learn from: this is no study of what a map can do. */
async function attackedQueries(): Promise<{ train: object; validation: object }> {
  const attack = found(attacks, 'bim');
  const params = parseParameters(attack, { epsilon, ...plain });
  let twins: Queries = authentic;
  for await (const { images } of runAttack(attack, { model, ...held }, { params, context }))
    twins = await featuresOf({ data: images, shape });
  const join = (pick: (of: Queries) => { data: Float32Array; dimensions: number }) => ({
    data: Float32Array.from([...pick(authentic).data, ...pick(twins).data]),
    dimensions: pick(authentic).dimensions,
  });
  const rows = authentic.rows + twins.rows;
  const train = {
    rows,
    features: new Map(
      taps.map((tap) => [
        tap,
        join(({ features }) => features.get(tap) ?? { data: new Float32Array(0), dimensions: 1 }),
      ]),
    ),
    logits: join(({ logits }) => logits),
    predicted: Int32Array.from([...authentic.predicted, ...twins.predicted]),
    groups: Array.from({ length: rows }, (_, row) => (row < authentic.rows ? 'authentic' : 'bim')),
    originals: Int32Array.from({ length: rows }, (_, row) => row),
  };
  return { train, validation: train };
}

test('each gradient without its part along the other one is as worked out', () => {
  const { g_c, g_d, g_d_orthogonal, g_c_orthogonal } = cases.orthogonalProjection;
  const part = (g: number[], h: number[]) =>
    tf.tidy(() => [...orthogonalTo(tf.tensor2d([g]), tf.tensor2d([h])).dataSync()]);
  part(g_d, g_c).forEach((value, at) => {
    expect(value).toBeCloseTo(g_d_orthogonal[at] ?? Number.NaN, 6);
  });
  part(g_c, g_d).forEach((value, at) => {
    expect(value).toBeCloseTo(g_c_orthogonal[at] ?? Number.NaN, 6);
  });
});

test('the hinge pulls neighbors of the predicted class in and keeps the others out, in units of the reach', () => {
  const squared = [1, 9, 2, 8];
  const agrees = [1, 1, 0, 0];
  const eta = 4;
  // By hand: near and own 0, far and own (9 - 4) / 4, near and other (4 - 2) / 4, far and other 0.
  const expected = (0 + 1.25 + 0.5 + 0) / 4;
  const [score] = tf.tidy(() =>
    hingeScores(tf.tensor2d([squared]), {
      agrees: tf.tensor2d([agrees]),
      reach: tf.tensor1d([eta]),
    }).dataSync(),
  );
  expect(score).toBeCloseTo(expected, 6);
});
