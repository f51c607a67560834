import { isSameBudget } from '@fiducial/core/attacks';
import { markdownTable } from '../markdown/markdown-table';
import { percent, three, within255 } from './figure-words';
import { type FigureLine, lines } from './figures';
import type { StudiedThreats } from './study';

type Attack = StudiedThreats['attacks'][number];
type Budget = Attack['budgets'][number];

/** Levels of knowledge of a detector, least first. */
const levels = ['ZERO', 'LIMITED', 'PERFECT'] as const;
const words = { ZERO: 'zero', LIMITED: 'limited', PERFECT: 'perfect' };

/**
 * Share of test images that fool the classifier unflagged at 5 % false positives, one line a detector: the most that any
 * attack of zero knowledge reaches within each epsilon in Linf, and the most of those that know it.
 */
export function evasionTable(threats: readonly StudiedThreats[]): string {
  const epsilons = [
    ...new Set(
      threats.flatMap(({ attacks }) =>
        attacks.flatMap(({ level, budgets }) =>
          level === 'PERFECT' ? budgets.flatMap(({ epsilon }) => epsilon ?? []) : [],
        ),
      ),
    ),
  ].sort((a, b) => a - b);
  const rows = threats.flatMap(({ detector, attacks }) => {
    const first = levels.find((level) => attacks.some((attack) => attack.level === level));
    return levels.flatMap((level) => {
      const known = attacks.filter((attack) => attack.level === level && attack.norm === 'Linf');
      if (!known.length) return [];
      const cells = epsilons.map((epsilon) => {
        const rates = known.flatMap(({ budgets }) =>
          budgets
            .filter((budget) => isSameBudget(budget.epsilon, epsilon))
            .map((budget) => rateAt(budget, 0)),
        );
        return rates.length ? percent(Math.max(...rates)) : '–';
      });
      return [[level === first ? detector : '', words[level], ...cells]];
    });
  });
  return markdownTable(['detector', 'knowledge', ...epsilons.map(within255)], rows);
}

/** Every attack that knew a detector, budget by budget, with the sanity checks that it failed. */
export function aimedTable(threats: readonly StudiedThreats[]): string {
  const rows = threats.flatMap(({ attacks }) =>
    attacks
      .filter(({ checks }) => checks.length > 0)
      .flatMap(({ name, level, budgets, checks }) =>
        budgets.map((budget, at) => [
          at ? '' : name,
          at ? '' : words[level],
          budget.epsilon === null ? 'smallest' : within255(budget.epsilon),
          percent(budget.successful / budget.attacked),
          percent(rateAt(budget, 0)),
          percent(rateAt(budget, 1)),
          three(budget.evasions[0]?.meanL2 ?? null),
          three(budget.evasions[0]?.meanLinf ?? null),
          at ? '' : failed(checks),
        ]),
      ),
  );
  return markdownTable(
    [
      'attack',
      'knowledge',
      'epsilon',
      'fools the classifier',
      'evades at 5 %',
      'evades at 1 %',
      'mean L2',
      'mean Linf',
      'sanity checks',
    ],
    rows,
  );
}

/** Evasion at 5 % false positives against epsilon of one detector, a line for each attack in Linf, as SVG. */
export function evasionCurves({ attacks }: StudiedThreats): string {
  const drawn: FigureLine[] = attacks
    .filter(({ norm }) => norm === 'Linf')
    .flatMap(({ name, level, budgets }) => {
      const points = budgets.flatMap((budget) =>
        budget.epsilon === null ? [] : [[255 * budget.epsilon, rateAt(budget, 0)] as const],
      );
      return points.length > 1 ? [{ name: `${name.split(', on ')[0]} (${words[level]})`, points }] : [];
    });
  return lines({
    xTitle: 'epsilon, in 255ths of the range (Linf)',
    yTitle: 'evades at 5 % false positives',
    drawn,
  });
}

function rateAt({ evasions, attacked }: Budget, at: number): number {
  return (evasions[at]?.evaded ?? 0) / attacked;
}

function failed(checks: Attack['checks']): string {
  const wrong = checks.filter(({ passed }) => passed === false);
  return wrong.length ? `failed: ${wrong.map(({ reason }) => reason).join('; ')}` : 'passed';
}
