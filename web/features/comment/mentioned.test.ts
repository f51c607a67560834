import { describe, expect, test } from 'vitest';
import { begunMention, mentionedIn, partsOf } from './mentioned';

const people = [
  { id: 'a', name: 'Ada' },
  { id: 'l', name: 'Ada Lovelace' },
  { id: 'b', name: 'Ben' },
  { id: 'c', name: 'Ben' },
];

describe('a text', () => {
  test('addresses the longest name that stands there, and all of one name', () => {
    expect(mentionedIn('@Ada Lovelace, see this', people)).toEqual(['l']);
    expect(mentionedIn('@Ada and @Ben', people)).toEqual(['a', 'b', 'c']);
  });

  test('addresses nobody by a longer word or an address of mail', () => {
    expect(mentionedIn('@Adam, ada@Ben.org', people)).toEqual([]);
  });

  test('is cut where it addresses somebody, and loses nothing', () => {
    const text = 'Look, @Ben: @Ada!';
    const parts = partsOf(text, people);
    expect(parts.filter(({ mention }) => mention).map((part) => part.text)).toEqual(['@Ben', '@Ada']);
    expect(parts.map((part) => part.text).join('')).toBe(text);
  });
});

test('a name is begun after an @, up to the caret', () => {
  expect(begunMention('Hello @Ad there', 9)).toEqual({ at: 6, typed: 'Ad' });
  expect(begunMention('Hello there', 5)).toBeUndefined();
  expect(begunMention('me@home', 7)).toBeUndefined();
});
