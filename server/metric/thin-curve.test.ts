import { describe, expect, test } from 'vitest';
import type { Points } from './points';
import { thinCurve } from './thin-curve';

function curve(values: readonly number[]): Points {
  return {
    steps: Float64Array.from(values, (_, at) => at * 10),
    times: new Float64Array(values.length),
    values: Float64Array.from(values),
  };
}

describe('a thinned curve', () => {
  const values = Array.from({ length: 10_000 }, (_, at) => Math.sin(at / 300));
  values[7777] = 50;
  values[4321] = -50;
  values[5000] = Number.NaN;

  test('keeps both ends, spikes of one point and the gap', () => {
    const thinned = thinCurve(curve(values), 200);
    expect(thinned.values.length).toBeLessThanOrEqual(200);
    expect(thinned.values.length).toBeGreaterThan(150);
    const kept = new Map(Array.from(thinned.steps, (step, at) => [step, thinned.values[at]]));
    expect(kept.get(77_770)).toBe(50);
    expect(kept.get(43_210)).toBe(-50);
    expect(kept.get(50_000)).toBeNaN();
    expect([kept.has(0), kept.has(99_990)]).toEqual([true, true]);
    expect([...kept.keys()]).toEqual([...kept.keys()].sort((a, b) => a - b));
  });

  test('is the curve itself where that is short', () => {
    const short = curve([1, 2, 3]);
    expect(thinCurve(short, 3)).toBe(short);
  });
});
