import { z } from 'zod';
import type { SplitItems } from './define-source';

/** The share of each class that is kept for testing, where a source has no test split of its own. */
export const testFraction = z
  .number()
  .gt(0)
  .lt(1)
  .default(0.2)
  .describe('Share of each class that is kept for testing.');

/** Splits items `[n, ...]` class by class: the last part of each class, in the order given, is for testing. */
export function splitByClass(
  { images, labels, classes }: { images: Uint8Array; labels: Int32Array; classes: number },
  fraction: number,
): SplitItems[] {
  const size = images.length / labels.length;
  const rows: { train: number[]; test: number[] } = { train: [], test: [] };
  for (let label = 0; label < classes; label++) {
    const members = [...labels.keys()].filter((row) => labels[row] === label);
    const kept = Math.round(members.length * (1 - fraction));
    rows.train.push(...members.slice(0, kept));
    rows.test.push(...members.slice(kept));
  }
  const pick = (name: 'train' | 'test'): SplitItems => ({
    name,
    images: Buffer.concat(rows[name].map((row) => images.subarray(row * size, (row + 1) * size))),
    labels: Int32Array.from(rows[name], (row) => labels[row] ?? 0),
  });
  return [pick('train'), pick('test')];
}
