import { expect, test } from 'vitest';
import { brushedArea } from './brushed-area';
import { scatterGrid, withRoom } from './score-scatter-option';

const ends = { xEnds: [0, 1], yEnds: [-2, 2] } as const;
const size = { width: 60 + 16 + 400, height: 10 + 48 + 300 };
const { left, top } = scatterGrid;

test('a rectangle over the whole plot is the whole range, with its room', () => {
  const { min, max } = withRoom(ends.xEnds);
  const area = brushedArea({ left: 0, right: 1000, top: 0, bottom: 1000 }, ends, size);
  expect(area?.x).toEqual([min, max]);
  expect(area?.y[0]).toBeCloseTo(-2.12, 12);
  expect(area?.y[1]).toBeCloseTo(2.12, 12);
});

test('the upper right quarter is the upper half of both scores', () => {
  const area = brushedArea({ left: left + 200, right: left + 400, top, bottom: top + 150 }, ends, size);
  expect(area?.x[0]).toBeCloseTo(0.5, 12);
  expect(area?.x[1]).toBeCloseTo(1.03, 12);
  expect(area?.y[0]).toBeCloseTo(0, 12);
  expect(area?.y[1]).toBeCloseTo(2.12, 12);
});

test('a rectangle beside the plot is none', () => {
  expect(brushedArea({ left: 5, right: 40, top: 20, bottom: 90 }, ends, size)).toBeNull();
  expect(brushedArea({ left: 90, right: 140, top: 330, bottom: 350 }, ends, size)).toBeNull();
});
