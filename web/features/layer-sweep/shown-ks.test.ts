import { expect, test } from 'vitest';
import { shownKs } from './shown-ks';

const all = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

test('few k are all shown, of many the ends and some between, each once and ascending', () => {
  expect(shownKs(all(5))).toEqual([0, 1, 2, 3, 4]);
  for (const ks of [all(200), all(1000), all(19), [500, 600, 2000, ...all(30).map((k) => 2000 + k)]]) {
    const shown = shownKs(ks);
    expect(shown.length).toBeLessThanOrEqual(12);
    expect([shown[0], shown.at(-1)]).toEqual([0, ks.length - 1]);
    expect(shown).toEqual([...new Set(shown)].sort((a, b) => a - b));
  }
});
