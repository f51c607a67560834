import { describe, expect, test } from 'vitest';
import { countQuadrants, type Dots, pickedInputs, quadrantOf, readPicked, writePicked } from './disagreement';

/** One of each group in each quadrant of (0.5, 0.5), and one on both thresholds. */
const dots: Dots = {
  index: Uint32Array.of(10, 11, 12, 13, 14, 15),
  x: Float64Array.of(0.1, 0.9, 0.9, 0.1, 0.9, 0.5),
  y: Float64Array.of(0.1, 0.9, 0.2, 0.8, 0.1, 0.5),
  group: Uint8Array.of(0, 2, 0, 2, 2, 1),
};
const half = { x: 0.5, y: 0.5 };

describe('inputs that two detectors disagree about', () => {
  test('are flagged by scores strictly above the threshold', () => {
    expect(quadrantOf(0.5, 0.51, half)).toBe('onlyY');
    expect(quadrantOf(0.51, 0.5, half)).toBe('onlyX');
    expect(quadrantOf(0.5, 0.5, half)).toBe('neither');
    expect(quadrantOf(0.51, 0.51, half)).toBe('both');
  });

  test('are counted by group, each once', () => {
    expect(countQuadrants(dots, half)).toEqual({
      neither: { AUTHENTIC: 1, ERROR: 1, ADVERSARIAL: 0, CONTROL: 0 },
      both: { AUTHENTIC: 0, ERROR: 0, ADVERSARIAL: 1, CONTROL: 0 },
      onlyX: { AUTHENTIC: 1, ERROR: 0, ADVERSARIAL: 1, CONTROL: 0 },
      onlyY: { AUTHENTIC: 0, ERROR: 0, ADVERSARIAL: 1, CONTROL: 0 },
    });
  });

  test('are picked by quadrant, the adversarial ones first', () => {
    expect(pickedInputs(dots, 'onlyX', half)).toEqual([14, 12]);
    expect(pickedInputs(dots, 'onlyX', { x: 0.95, y: 0.5 })).toEqual([]);
    expect(pickedInputs(dots, null, half)).toEqual([]);
  });

  test('are picked by area, its edges within', () => {
    expect(pickedInputs(dots, { x: [0.5, 0.9], y: [0.1, 0.5] }, half)).toEqual([14, 15, 12]);
  });
});

describe('what is picked', () => {
  test.each(['onlyX', 'onlyY', 'both', 'neither', '0.1~0.52~-3~4'])(
    'comes back from the address as %s',
    (text) => {
      expect(writePicked(readPicked(text))).toBe(text);
    },
  );

  test.each(['', 'all', '1~2~3', '2~1~0~1', 'a~1~2~3', '0~1~0~Infinity'])('is nothing for %j', (text) => {
    expect(readPicked(text)).toBeNull();
  });
});
