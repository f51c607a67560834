import { beforeAll, describe, expect, test } from 'vitest';
import { parseParameters } from '../method';
import { tf } from '../tensors/tf';
import { bounds, labels, parameters, rows, width, withModel } from './conformance-bench';
import { fgsm } from './fgsm';
import { noiseControl } from './noise-control';
import { pgd } from './pgd';
import { toBytes } from './quantization';
import { randomNoise } from './random-noise';
import { type AttackedRows, runAttack } from './run-attack';
import { watchGradients } from './watch-gradients';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const shape = [6, 6, 2] as const;
const [low, high] = bounds;
/** Bytes, as data sets hold images. */
const images = { data: Uint8Array.from({ length: rows * width }, (_, at) => (at * 37) % 256), shape };
const context = { seed: 5 };

async function only(parts: AsyncGenerator<AttackedRows>): Promise<AttackedRows> {
  const { value } = await parts.next();
  await parts.next();
  if (!value) throw new Error('expected one batch');
  return value;
}

describe('rounding to bytes', () => {
  test('gives every byte back', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const values = Float32Array.from(bytes, (byte) => low + (byte / 255) * (high - low));
    expect(toBytes(values, bounds)).toEqual(bytes);
  });

  test('is said of the rounded images: values on the grid, norms and predictions after rounding', async () =>
    withModel(async (model) => {
      const given = {
        params: { ...parameters(fgsm), epsilon: 0.2 },
        context,
        quantization: 'uint8',
      } as never; // fgsm's own
      const found = await only(runAttack(fgsm, { model, images, labels: labels() }, given));
      const level = (high - low) / 255;
      for (const value of found.images) {
        const steps = (value - low) / level;
        expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-4);
      }
      // 0.2 is 17 levels of 3/255: each value moves by whole levels.
      const linf = found.norms.filter((_, at) => at % 4 === 3);
      for (const size of linf) expect(size).toBeCloseTo(17 * level, 5);
      const again = tf.tidy(() =>
        model
          .logits(tf.tensor(found.images, [rows, ...shape]))
          .argMax(1)
          .dataSync(),
      );
      expect([...found.predicted]).toEqual([...again]);
      expect([...found.success]).toEqual([...again].map((label, row) => Number(label !== labels()[row])));
    }));
});

describe('the noise control', () => {
  const noisy = { images, labels: labels(), targets: new Int32Array(rows).fill(-1) };

  test('in Linf does exactly what the random noise of the registry does', async () =>
    withModel(async (model) => {
      for (const epsilon of [0.2, 1.5]) {
        const params = parseParameters(randomNoise, { epsilon });
        const { success } = await only(
          runAttack(randomNoise, { model, images, labels: labels() }, { params, context }),
        );
        const sizes = new Float32Array(rows).fill(epsilon);
        expect(await noiseControl(model, { ...noisy, sizes }, { norm: 'Linf', context })).toEqual(success);
        expect(
          await noiseControl(model, { ...noisy, sizes }, { norm: 'Linf', context, batchSize: 3 }),
        ).toEqual(success);
      }
    }));

  test.each(['L1', 'L2'] as const)('in %s moves each image by its own size', async (norm) =>
    withModel(async (model) => {
      const sizes = Float32Array.from({ length: rows }, (_, row) => row / 100);
      const moved: number[] = [];
      const watching = {
        ...model,
        bounds: [-9, 9] as const,
        logits: (x: tf.Tensor) => {
          const values = x.dataSync();
          for (let row = 0; row < rows; row++) {
            let size = 0;
            for (let at = row * width; at < (row + 1) * width; at++) {
              const change = (values[at] ?? 0) - (-9 + ((images.data[at] ?? 0) / 255) * 18);
              size += norm === 'L2' ? change * change : Math.abs(change);
            }
            moved.push(norm === 'L2' ? Math.sqrt(size) : size);
          }
          return model.logits(x);
        },
      };
      // Away from the bounds nothing is clipped: byte 0 and 255 may be.
      await noiseControl(watching, { ...noisy, sizes }, { norm, context });
      moved.forEach((size, row) => {
        expect(size).toBeLessThanOrEqual((sizes[row] ?? 0) * 1.01 + 1e-4);
        expect(size).toBeGreaterThan((sizes[row] ?? 0) * 0.9 - 1e-4);
      });
    }),
  );

  test('with targets counts what reaches them', async () =>
    withModel(async (model) => {
      const still = { sizes: new Float32Array(rows) };
      const predicted = tf.tidy(() => {
        const values = Float32Array.from(images.data, (byte) => low + (byte / 255) * (high - low));
        return model
          .logits(tf.tensor(values, [rows, ...shape]))
          .argMax(1)
          .dataSync();
      });
      const targets = Int32Array.from(predicted, (label, row) => (row % 2 ? label : (label + 1) % 3));
      const found = await noiseControl(model, { ...noisy, ...still, targets }, { norm: 'Linf', context });
      expect([...(found ?? [])]).toEqual([...targets].map((_, row) => row % 2));
    }));

  test('is not defined for a number of pixels', async () =>
    withModel(async (model) => {
      expect(await noiseControl(model, { ...noisy, sizes: [] }, { norm: 'L0', context })).toBeNull();
    }));
});

describe('the watch on gradients', () => {
  test('counts each row once, and none as zero where there is a gradient', async () =>
    withModel(async (model) => {
      const watch = { rows: 0, zero: 0 };
      const params = parseParameters(pgd, { steps: 3 });
      await only(
        runAttack(watchGradients(pgd, watch), { model, images, labels: labels() }, { params, context }),
      );
      expect(watch).toEqual({ rows, zero: 0 });
    }));

  test('finds the rows without a direction, and changes nothing', async () =>
    withModel(async (model) => {
      // Saturated: logits far apart leave a softmax of exactly 1 and 0, which has no gradient for the class it says.
      const steep = {
        ...model,
        logits: (x: tf.Tensor) => tf.tidy(() => model.logits(x).mul(1e6)),
        forward: (x: tf.Tensor, taps: readonly string[]) => {
          const { logits, taps: outputs } = model.forward(x, taps);
          return { logits: logits.mul(1e6), taps: outputs };
        },
      };
      const { gradients: _, ...taped } = steep;
      const said = tf.tidy(() => {
        const values = Float32Array.from(images.data, (byte) => low + (byte / 255) * (high - low));
        return Int32Array.from(
          model
            .logits(tf.tensor(values, [rows, ...shape]))
            .argMax(1)
            .dataSync(),
        );
      });
      const truth = said.map((label, row) => (row < 2 ? (label + 1) % 3 : label));
      const watch = { rows: 0, zero: 0 };
      const params = parseParameters(fgsm, {});
      const of = { model: taped, images, labels: truth };
      const found = await only(runAttack(watchGradients(fgsm, watch), of, { params, context }));
      expect(watch).toEqual({ rows, zero: rows - 2 });
      expect(found).toEqual(await only(runAttack(fgsm, of, { params, context })));
    }));

  test('sees nothing of an attack that asks for no gradient', async () =>
    withModel(async (model) => {
      const watch = { rows: 0, zero: 0 };
      const params = parseParameters(randomNoise, {});
      await only(
        runAttack(
          watchGradients(randomNoise, watch),
          { model, images, labels: labels() },
          { params, context },
        ),
      );
      expect(watch.rows).toBe(0);
    }));
});
