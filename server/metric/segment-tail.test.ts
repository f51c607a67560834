import { describe, expect, test } from 'vitest';
import { fullSegment, joinTail } from './segment-tail';

/** Appends batches to an empty curve; returns all its segments, and how many points were written in all. */
function append(batches: readonly number[]) {
  let tail: readonly number[] = [];
  const segments: number[] = [];
  let written = 0;
  let longestTail = 0;
  for (const size of batches) {
    const next = joinTail(tail, size);
    segments.push(size);
    written += size;
    if (next.joined > 1) {
      const joined = segments.splice(-next.joined).reduce((sum, count) => sum + count, 0);
      segments.push(joined);
      written += joined;
    }
    tail = next.tail;
    expect(segments.slice(segments.length - tail.length)).toEqual([...tail]);
    longestTail = Math.max(longestTail, tail.length);
  }
  return { segments, written, longestTail };
}

describe('the segments of a curve', () => {
  test.each([1, 3, 50, 500, 1000, 4000])('become full when points come by %d', (size) => {
    const batches = Array.from({ length: Math.ceil(30_000 / size) }, () => size);
    const { segments, written, longestTail } = append(batches);
    const total = size * batches.length;
    expect(segments.reduce((sum, count) => sum + count, 0)).toBe(total);
    expect(Math.max(...segments)).toBeLessThan(2 * fullSegment);
    expect(segments.length).toBeLessThan(total / fullSegment + 40);
    expect(longestTail).toBeLessThan(40);
    // Written once, and once more for each power of eight up to a full segment.
    expect(written / total).toBeLessThan(6);
  });

  test('stay few when batches are of all sizes', () => {
    const sizes = Array.from({ length: 5000 }, (_, at) => 1 + ((at * 7919) % 300));
    const { segments, longestTail } = append(sizes);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(segments.length).toBeLessThan((2 * total) / fullSegment + 60);
    expect(longestTail).toBeLessThan(60);
  });
});
