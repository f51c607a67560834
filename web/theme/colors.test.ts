import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chartAccent, chartInk, detectorLookAt, groupColors, projectLooks } from './colors';
import { theme } from './theme';

const css = readFileSync(join(import.meta.dirname, 'global.css'), 'utf8');

/** What the first block of a scheme says of a custom property. */
function inCss(scheme: 'light' | 'dark', property: string): string | undefined {
  const block = css.slice(css.indexOf(`[data-mantine-color-scheme="${scheme}"] {`)).split('}')[0] ?? '';
  return new RegExp(`--${property}: ([^;]+);`).exec(block)?.[1];
}

test.each(['light', 'dark'] as const)('charts have the colors of the %s page', (scheme) => {
  expect({
    authentic: groupColors.AUTHENTIC[scheme],
    adversarial: groupColors.ADVERSARIAL[scheme],
    'error-input': groupColors.ERROR[scheme],
    control: groupColors.CONTROL[scheme],
    quiet: chartInk[scheme].soft,
    line: chartInk[scheme].grid,
  }).toEqual({
    authentic: inCss(scheme, 'authentic'),
    adversarial: inCss(scheme, 'adversarial'),
    'error-input': inCss(scheme, 'error-input'),
    control: inCss(scheme, 'control'),
    quiet: inCss(scheme, 'quiet'),
    line: inCss(scheme, 'line'),
  });
});

test('a curve of its own has the accent of buttons, and of links in the dark', () => {
  const accent = theme.colors?.accent ?? [];
  expect([accent[7], accent[4]]).toEqual([chartAccent.light, chartAccent.dark]);
});

test('a detector keeps its look when others are made after it, whatever they are called', () => {
  const early = { name: 'kNN 2', createdAt: '2026-01-01T00:00:00.000Z' };
  const together = { name: 'kNN 10', createdAt: early.createdAt };
  const late = { name: 'Baseline', createdAt: '2026-01-02T00:00:00.000Z' };
  const again = { ...early, createdAt: '2026-01-03T00:00:00.000Z' };
  const looks = projectLooks([late, again, together, early]);
  expect([...looks]).toEqual([
    ['kNN 2', detectorLookAt(0)],
    ['kNN 10', detectorLookAt(1)],
    ['Baseline', detectorLookAt(2)],
  ]);
  expect(projectLooks([together, early]).get('kNN 10')).toEqual(looks.get('kNN 10'));
});
