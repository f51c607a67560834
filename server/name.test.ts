import { expect, test } from 'vitest';
import { checkLine, checkReadable, saidBack } from './name';

test.each(['loss', 'top-1 accuracy (%)', 'Größe', 'אובדן', '\u200fאובדן', '损失', '👩‍👩‍👧'])(
  'a name of any script is taken: %s',
  (name) => expect(() => checkReadable(name, 'name')).not.toThrow(),
);

test.each(['a\nb', 'a\rb', 'a\tb', 'a\u2029b', 'a\u007fb', '\u202eb', '\u2067b', '\u200b', ' '])(
  'a name that is not one line of something to see, or that turns what stands beside it, is refused: %j',
  (name) =>
    expect(() => checkReadable(name, 'metrics.0.name')).toThrow(/^metrics\.0\.name: expected one line/),
);

test('a line may have nothing to see', () => {
  expect(() => checkLine('', 'value')).not.toThrow();
  expect(() => checkLine(' ', 'value')).not.toThrow();
  expect(() => checkLine('a\nb', 'value')).toThrow('value: expected one line, got "a\\nb"');
});

test('an error says a name back so that it turns nothing in the sentence, and shortened', () => {
  expect(saidBack('a\u202eb\n\u0085')).toBe('"a\\u202eb\\n\\u0085"');
  expect(saidBack('x'.repeat(1000))).toBe(`"${'x'.repeat(79)}…"`);
});
