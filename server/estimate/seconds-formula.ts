import type { RunEstimate } from './estimate-run';

/** How the seconds of an estimate were computed, in words with figures that people can read. */
export function secondsFormula({
  work,
  workPerSecond,
  measuredRuns,
}: Pick<RunEstimate, 'work' | 'workPerSecond' | 'measuredRuns'>): string {
  return `1.5 s + ${inWords(work)} operations at ${inWords(workPerSecond)} a second, ${rateFrom(measuredRuns)}`;
}

function rateFrom(measuredRuns: number): string {
  if (measuredRuns === 0) return 'a rate measured on two cores with native TensorFlow';
  return measuredRuns === 1 ? 'as in one similar run' : `the median of ${measuredRuns} similar runs`;
}

/** 7.84 million, 164,000: three digits count. */
function inWords(count: number): string {
  for (const [size, word] of [
    [1e15, 'quadrillion'],
    [1e12, 'trillion'],
    [1e9, 'billion'],
    [1e6, 'million'],
  ] as const)
    if (count >= 0.9995 * size) return `${rounded(count / size)} ${word}`;
  return rounded(count);
}

const rounded = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: 3, minimumSignificantDigits: 1 });
