import { expect, test } from 'vitest';
import { sortByLabels } from './label-table';

const files = ['val/a/1.png', 'val/b/2.png', 'more/3.png', 'labels.csv'].map((path, at) => ({
  path,
  bytes: Uint8Array.of(at),
}));
const csv = 'file,label,wnid,unseen\nval/a/1.png,0,n01,1\nval/b/2.png,3,n02,0\r\nmore/3.png,0,n01,0\n';

test('files go into folders by class, and into the split that a column says', () => {
  const { train, test: kept } = sortByLabels(files, csv, { classColumn: 'wnid', testColumn: 'unseen' });
  expect(train).toEqual([
    { path: 'n02/val_b_2.png', bytes: Uint8Array.of(1) },
    { path: 'n01/more_3.png', bytes: Uint8Array.of(2) },
  ]);
  expect(kept.map(({ path }) => path)).toEqual(['n01/val_a_1.png']);
});

test('without a column for the split all are training images', () => {
  const { train, test: kept } = sortByLabels(files, csv, { classColumn: 'label' });
  expect([train.length, kept.length]).toEqual([3, 0]);
});

test('names in quotes may hold commas, and a byte order mark is no part of a name', () => {
  const table = '\uFEFFfile,class\n"more/3.png","cat, tabby"\n';
  expect(sortByLabels(files, table, { classColumn: 'class' }).train.map(({ path }) => path)).toEqual([
    'cat, tabby/more_3.png',
  ]);
});

test.each([
  ['a line with a value too many', 'file,wnid\nmore/3.png,a,b', 'wnid', 'labels.csv: expected CSV, got'],
  ['a column that is not there', csv, 'split', 'labels.csv: expected a column split, got file, label'],
  ['a file that is not there', 'file,wnid\nx.png,n01', 'wnid', 'line 2: expected a file of the folder'],
  ['a file named twice', 'file,wnid\nmore/3.png,a\nmore/3.png,b', 'wnid', 'line 3: expected each file once'],
])('%s is refused', (_, table, classColumn, message) => {
  expect(() => sortByLabels(files, table, { classColumn })).toThrow(message);
});
