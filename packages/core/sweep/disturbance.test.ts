import { describe, expect, test } from 'vitest';
import type { ReferenceSet } from '../detectors';
import { classRadius, disturbances, summarizeDisturbance } from './disturbance';

// Class 0 at (0,0) and (6,8): centroid (3,4), both 5 away. Class 1 is one point twice, class 2 is empty.
const chunks = [
  { data: Float32Array.of(0, 0, 1, 1), dimensions: 2 },
  { data: Float32Array.of(6, 8, 1, 1), dimensions: 2 },
];
const reference: ReferenceSet = {
  rows: 4,
  classes: 3,
  layers: ['fc1'],
  labels: Int32Array.of(0, 1, 0, 1),
  dimensions: () => 2,
  chunks: () => chunks,
  representatives: () => ({ data: new Float32Array(6), dimensions: 2 }),
};

describe('the disturbance of a layer', () => {
  test('is the distance moved over the root mean squared distance to the centroid of the true class', () => {
    const radius = classRadius(reference, 'fc1');
    expect([...radius]).toEqual([5, 0, NaN]);
    const clean = { data: Float32Array.of(0, 0, 1, 1, 2, 2), dimensions: 2 };
    const modified = { data: Float32Array.of(3, 4, 1, 2, 9, 9), dimensions: 2 };
    const values = disturbances({ clean, modified }, { labels: [0, 1, 2], radius });
    // Where a class has no radius there is no unit to measure in.
    expect([...values]).toEqual([1, NaN, NaN]);
  });

  test('does not change when all features are scaled', () => {
    const scaled = {
      ...reference,
      chunks: () => chunks.map(({ data }) => ({ data: data.map((value) => value * 8), dimensions: 2 })),
    };
    const of = (set: ReferenceSet, by: number) =>
      disturbances(
        {
          clean: { data: Float32Array.of(by, 0), dimensions: 2 },
          modified: { data: Float32Array.of(0, by), dimensions: 2 },
        },
        { labels: [0], radius: classRadius(set, 'fc1') },
      )[0];
    expect(of(scaled, 8)).toBe(of(reference, 1));
  });

  test('is summed up by its mean and quartiles, over the inputs that have one', () => {
    expect(summarizeDisturbance(Float64Array.of(4, NaN, 1, 2, 9))).toEqual({
      n: 4,
      mean: 4,
      lowerQuartile: 1.75,
      median: 3,
      upperQuartile: 5.25,
    });
    expect(summarizeDisturbance(Float64Array.of(NaN))).toBeNull();
    expect(summarizeDisturbance(Float64Array.of(7))?.upperQuartile).toBe(7);
  });

  test('is refused for features of different sizes', () => {
    const [clean, modified] = [new Float32Array(4), new Float32Array(2)];
    expect(() =>
      disturbances(
        { clean: { data: clean, dimensions: 2 }, modified: { data: modified, dimensions: 2 } },
        { labels: [0, 0], radius: Float64Array.of(1) },
      ),
    ).toThrow('modified features: expected 4 values of 2 dimensions, got 2 of 2');
  });
});
