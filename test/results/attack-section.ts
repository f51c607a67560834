import { markdownTable } from '../markdown/markdown-table';
import { percent, three, within255 } from './figure-words';
import { type FigureLine, lines } from './figures';
import type { StudiedAttack, Study } from './study';

/** What each attack achieved: a table with one line a budget. */
export function attackTable({ attackSets }: Study): string {
  const rows = attackSets.flatMap((set) =>
    (set.outcomes ?? []).map((outcome) => [
      set.name,
      outcome.epsilon === null ? 'smallest' : within255(outcome.epsilon),
      percent(outcome.successful / outcome.attacked),
      three(outcome.medianL2),
      three(outcome.medianLinf),
      outcome.noiseSuccessful === null ? '–' : percent(outcome.noiseSuccessful / outcome.attacked),
      Math.round(outcome.forwardQueries / outcome.attacked),
      Math.round(outcome.backwardQueries / outcome.attacked),
      flagsOf(set, outcome.epsilon),
    ]),
  );
  return markdownTable(
    [
      'attack',
      'epsilon',
      'success',
      'median L2',
      'median Linf',
      'noise of that size',
      'forward an image',
      'backward an image',
      'quality gate',
    ],
    rows,
  );
}

function flagsOf({ flags }: StudiedAttack, epsilon: number | null): string {
  const own = (flags ?? []).filter((flag) => flag.epsilon === epsilon || flag.epsilon === null);
  return own.map(({ message }) => message).join(' ') || 'passed';
}

/** Success against the budget, of attacks that were run at several, as SVG; null where there are none. */
export function securityCurves({ attackSets }: Study): string | null {
  const drawn: FigureLine[] = attackSets.flatMap(({ name, outcomes }) => {
    const points = (outcomes ?? []).flatMap(({ epsilon, successful, attacked }) =>
      epsilon === null || epsilon > 1 ? [] : [[255 * epsilon, successful / attacked] as const],
    );
    return points.length > 1 ? [{ name, points }] : [];
  });
  return drawn.length
    ? lines({ xTitle: 'epsilon, in 255ths of the range (Linf)', yTitle: 'success', drawn })
    : null;
}
