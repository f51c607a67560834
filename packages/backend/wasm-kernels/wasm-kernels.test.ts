import { seededRandom, splitSeed, tf } from '@fiducial/core/tensors';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadBackend } from '../load-backend';

beforeAll(async () => {
  await loadBackend({ prefer: 'wasm' });
});

type Pad = 'same' | 'valid' | number;
type Shape4 = [number, number, number, number];

function values(shape: readonly number[], label: string): Float32Array {
  const random = seededRandom(splitSeed(1, label));
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
}

/** Output and gradients of an operation over `x` and `filter` on a backend, for a random gradient of its output. */
async function onBackend(
  backend: 'cpu' | 'wasm',
  { x: xShape, filter: filterShape }: { x: Shape4; filter: Shape4 },
  operation: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor,
): Promise<number[][]> {
  await tf.setBackend(backend);
  const [x, filter] = [
    tf.tensor4d(values(xShape, 'x'), xShape),
    tf.tensor4d(values(filterShape, 'f'), filterShape),
  ];
  const output = operation(x, filter);
  const dy = tf.tensor(values(output.shape, 'dy'), output.shape);
  const gradients = tf.grads((a, b) => operation(a as tf.Tensor4D, b as tf.Tensor4D))([x, filter], dy); // four axes
  const read = [output, ...gradients].map((tensor) => [...tensor.dataSync()]);
  tf.dispose([x, filter, output, dy, ...gradients]);
  return read;
}

/** Single precision over sums of at most some hundred products of normal numbers. */
const tolerance = 1e-4;

async function expectAgreement(
  shapes: { x: Shape4; filter: Shape4 },
  operation: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor,
) {
  const expected = await onBackend('cpu', shapes, operation);
  const got = await onBackend('wasm', shapes, operation);
  ['output', 'input gradient', 'filter gradient'].forEach((what, index) => {
    const [a, b] = [expected[index] ?? [], got[index] ?? []];
    expect(b.length, what).toBe(a.length);
    const worst = Math.max(...a.map((value, at) => Math.abs(value - (b[at] ?? Number.NaN))));
    expect(worst, what).toBeLessThan(tolerance);
    expect(Math.max(...a.map(Math.abs)), `${what} is not all zero`).toBeGreaterThan(0.1);
  });
}

const cases = [1, 2, 3, 5].flatMap((kernel) =>
  [1, 2, 3].flatMap((stride) =>
    (['same', 'valid', 1] as Pad[]).flatMap((pad) =>
      pad === 1 && kernel < 2 ? [] : [{ kernel, stride, pad }],
    ),
  ),
);

describe('gradients of conv2d through WebAssembly equal those of the plain backend', () => {
  test.each(cases)('kernel $kernel, stride $stride, padding $pad', async ({ kernel, stride, pad }) => {
    for (const size of [7, 8])
      await expectAgreement({ x: [2, size, size + 1, 3], filter: [kernel, kernel, 3, 4] }, (x, filter) =>
        tf.conv2d(x, filter, stride, pad, 'NHWC', 1, pad === 1 ? 'floor' : undefined),
      );
  });

  test('with another stride and kernel in each direction', async () => {
    await expectAgreement({ x: [2, 9, 8, 2], filter: [3, 2, 2, 3] }, (x, filter) =>
      tf.conv2d(x, filter, [2, 3], 'same'),
    );
  });
});

describe('gradients of depthwiseConv2d through WebAssembly equal those of the plain backend', () => {
  test.each(cases.filter(({ pad }) => pad !== 1))(
    'kernel $kernel, stride $stride, padding $pad',
    async ({ kernel, stride, pad }) => {
      for (const multiplier of [1, 2])
        await expectAgreement({ x: [2, 7, 8, 3], filter: [kernel, kernel, 3, multiplier] }, (x, filter) =>
          tf.depthwiseConv2d(x, filter, stride, pad),
        );
    },
  );
});

describe('pooling through WebAssembly equals that of the plain backend, also where all values are negative', () => {
  const pools = [1, 2, 3].flatMap((size) =>
    [1, 2, 3].flatMap((stride) => (['same', 'valid'] as const).map((pad) => ({ size, stride, pad }))),
  );

  test.each(pools)('window $size, stride $stride, padding $pad', async ({ size, stride, pad }) => {
    // The filter only scales, so that one comparison serves all kernels here.
    const shapes = { x: [2, 7, 8, 3] as Shape4, filter: [1, 1, 1, 3] as Shape4 }; // four sizes
    for (const shift of [-5, 0])
      for (const pool of [tf.maxPool, tf.avgPool])
        await expectAgreement(
          shapes,
          (x, filter) => pool(x.add(shift) as tf.Tensor4D, size, stride, pad).mul(filter), // four axes still
        );
  });
});

describe('products with a transposed side through WebAssembly equal those of the plain backend', () => {
  test.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('left %s, right %s', async (left, right) => {
    const shapes = {
      x: [1, 1, ...(left ? [5, 4] : [4, 5])] as Shape4,
      filter: [1, 1, ...(right ? [6, 5] : [5, 6])] as Shape4,
    }; // four sizes
    await expectAgreement(shapes, (a, b) => tf.matMul(a, b, left, right));
  });
});

describe('a stride wider than the filter, with same padding', () => {
  test.each([
    [2, 3, 6],
    [2, 3, 9],
    [2, 4, 8],
    [3, 4, 8],
  ])(
    'is right with filter %i, stride %i, %i pixels, also fused with bias and activation',
    async (kernel, stride, size) => {
      const shapes = { x: [2, size, size, 2] as Shape4, filter: [kernel, kernel, 2, 3] as Shape4 }; // four sizes
      await expectAgreement(shapes, (x, filter) => tf.conv2d(x, filter, stride, 'same'));
      await expectAgreement(shapes, (x, filter) => tf.depthwiseConv2d(x, filter, stride, 'same'));
      await expectAgreement(shapes, (x, filter) =>
        tf.fused.conv2d({
          x,
          filter,
          strides: stride,
          pad: 'same',
          bias: tf.tensor1d([0.1, -0.2, 0.3]),
          activation: 'relu',
        }),
      );
    },
  );
});

test('neither kernels nor their gradients leave a tensor or memory behind', async () => {
  const shapes = { x: [2, 7, 8, 3] as Shape4, filter: [3, 3, 3, 4] as Shape4 }; // four sizes
  const operation = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.conv2d(x, filter, 2, 'same');
  await onBackend('wasm', shapes, operation);
  const before = tf.memory();
  for (let time = 0; time < 5; time++) await onBackend('wasm', shapes, operation);
  expect(tf.memory().numTensors).toBe(before.numTensors);
  expect(tf.memory().numBytes).toBe(before.numBytes);
});
