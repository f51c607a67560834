import { expect, test } from 'vitest';
import { answerText } from './answer-text';

const limit = 4 * 1024 * 1024;
/** The answer `{"data":{"text":"…"}}` of so many bytes, all of them letters of so many bytes each. */
const answerOf = (bytes: number, letter: string) => {
  const frame = Buffer.byteLength(JSON.stringify({ data: { text: '' } }));
  return { data: { text: letter.repeat((bytes - frame) / Buffer.byteLength(letter)) } };
};

test('an answer of 4 MiB is given as it is, and one of a byte more is replaced by an error', () => {
  const full = answerOf(limit, 'x');
  expect(answerText(full)).toBe(JSON.stringify(full));
  const refused = JSON.parse(answerText(answerOf(limit + 1, 'x')));
  expect(refused.data).toBeUndefined();
  expect(refused.errors[0].message).toBe(
    `answer: expected at most ${limit} bytes, got ${limit + 1}: ask for less at once.`,
  );
});

test('bytes are counted and not letters', () => {
  expect(JSON.parse(answerText(answerOf(limit + 1, '字'))).errors).toHaveLength(1);
});
