import { expect, test } from 'vitest';
import { derived } from './derived';
import type { InputColumns } from './inputs-file';

const inputs = () => ({ score: new Float32Array() }) as unknown as InputColumns; // known by identity only

test('what is derived from the same inputs is computed once for each key', () => {
  const [one, other] = [inputs(), inputs()];
  let computed = 0;
  const ask = (of: InputColumns, key: string) => derived(of, key, () => ++computed);
  expect([ask(one, 'a'), ask(one, 'a'), ask(one, 'b'), ask(other, 'a'), ask(one, 'a')]).toEqual([
    1, 1, 2, 3, 1,
  ]);
});

test('what was kept longest is forgotten first', () => {
  const of = inputs();
  for (let key = 0; key < 25; key++) derived(of, String(key), () => key);
  expect(derived(of, '1', () => 'computed anew')).toBe(1);
  expect(derived(of, '0', () => 'computed anew')).toBe('computed anew');
});
