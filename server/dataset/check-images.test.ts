import { expect, test } from 'vitest';
import { checkImages } from './check-images';
import type { ImportedImages } from './sources/define-source';

const images = (change: Partial<ImportedImages> = {}): ImportedImages => ({
  inputShape: [2, 2, 1],
  classNames: ['a', 'b'],
  splits: [
    { name: 'train', images: new Uint8Array(8), labels: Int32Array.of(0, 1) },
    { name: 'test', images: new Uint8Array(4), labels: Int32Array.of(0) },
  ],
  ...change,
});
const splits = (train: number[], test: number[]) =>
  Object.entries({ train, test }).map(([name, labels]) => ({
    name,
    images: new Uint8Array(4 * labels.length),
    labels: Int32Array.from(labels),
  }));

test.each([
  ['one class', { classNames: ['a'] }, 'classes: expected at least 2, got 1'],
  ['a name given twice', { classNames: ['a', 'a'] }, 'classNames: expected each name once, got a twice'],
  ['five channels', { inputShape: [2, 2, 5] }, 'images: expected 1 or 3 channels, got 5'],
  ['an empty split', { splits: splits([0, 1], []) }, 'test: expected at least one image, got none'],
  [
    'a class without training images',
    { splits: splits([0, 0], [1]) },
    'class b: expected at least one training image, got none',
  ],
] as const)('%s is refused', (_name, change, message) => {
  expect(() => checkImages(images(change as Partial<ImportedImages>))).toThrow(message);
});

test('images of every class are taken', () => {
  expect(() => checkImages(images())).not.toThrow();
});
