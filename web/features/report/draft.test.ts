import { expect, test } from 'vitest';
import { type Draft, type DraftStep, draftOf, draftText, stepDraft } from './draft';

const words = (markdown: string) => ({ text: { markdown } });
const start = draftOf('Title', [words('a'), words('b'), words('c')]);
const after = (...steps: DraftStep[]): Draft => steps.reduce(stepDraft, start);
const said = ({ blocks }: Draft) =>
  blocks.map(({ source }) => ('text' in source ? source.text?.markdown : 'panel'));

test('moves a block by one place, and not beyond the ends', () => {
  expect(said(after({ do: 'move', key: 0, by: 1 }))).toEqual(['b', 'a', 'c']);
  expect(said(after({ do: 'move', key: 2, by: -1 }))).toEqual(['a', 'c', 'b']);
  expect(said(after({ do: 'move', key: 0, by: -1 }, { do: 'move', key: 2, by: 1 }))).toEqual(['a', 'b', 'c']);
});

test('adds where it is told, with a key of its own, and puts back what was removed', () => {
  const added = after({ do: 'add', source: words('new'), at: 1 });
  expect(said(added)).toEqual(['a', 'new', 'b', 'c']);
  expect(new Set(added.blocks.map(({ key }) => key)).size).toBe(4);
  const removed = after({ do: 'remove', key: 1 });
  expect(said(removed)).toEqual(['a', 'c']);
  const block = start.blocks[1] ?? { key: 9, source: words('') };
  expect(said(stepDraft(removed, { do: 'put back', block, at: 1 }))).toEqual(['a', 'b', 'c']);
});

test('says whether anything was changed, whatever the way there', () => {
  const there = after({ do: 'change', key: 1, source: words('x') });
  expect(draftText(there)).not.toBe(draftText(start));
  expect(draftText(stepDraft(there, { do: 'change', key: 1, source: words('b') }))).toBe(draftText(start));
});
