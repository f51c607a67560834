import type { ScatterDrawing } from '../../charts/score-scatter';
import { groupColors, groupTitles } from '../../theme/colors';
import type { CompareState } from './compare-state';
import { type Dots, dotGroups } from './disagreement';
import type { ScoredX, ScoredY } from './disagreement-query';

/** What narrows the dots: the attack and the denominator that the whole page is over. */
export type DotFilter = Pick<CompareState, 'attack' | 'over'>;

/** The inputs that are drawn: unmodified ones, and of modified ones those of the attack; failed attacks only where all count. */
export function disagreementDots(x: ScoredX, y: ScoredY, { attack, over }: DotFilter): Dots {
  const { score, group, attackSetIndex, success } = x.scores;
  const isShown = (at: number) => {
    const set = attackSetIndex[at];
    if (typeof set !== 'number') return true;
    if (attack && x.attackSets[set]?.id !== attack) return false;
    return group[at] !== 'ADVERSARIAL' || over === 'ALL_ATTACKED' || success[at] === true;
  };
  const index = Uint32Array.from(score.keys()).filter(isShown);
  const scores = (of: readonly number[]) => Float64Array.from(index, (at) => of[at] ?? 0);
  return {
    index,
    x: scores(score),
    y: scores(y.scores.score),
    group: Uint8Array.from(index, (at) => dotGroups.indexOf(group[at] ?? 'AUTHENTIC')),
  };
}

const symbols = {
  AUTHENTIC: 'circle',
  ADVERSARIAL: 'triangle',
  ERROR: 'diamond',
  CONTROL: 'rect',
} as const;

/** The dots as the chart draws them, a series a group, rare groups above the many. */
export function scatterDrawing(
  dots: Dots,
  titles: { readonly x: string; readonly y: string },
): ScatterDrawing {
  const groups = dotGroups.map((name, number) => {
    const members = dots.group.reduce((count, of) => count + Number(of === number), 0);
    const [places, indices] = [new Float64Array(2 * members), new Uint32Array(members)];
    let at = 0;
    dots.group.forEach((of, row) => {
      if (of !== number) return;
      places.set([dots.x[row] ?? 0, dots.y[row] ?? 0], 2 * at);
      indices[at++] = dots.index[row] ?? 0;
    });
    return { label: groupTitles[name], color: groupColors[name], symbol: symbols[name], places, indices };
  });
  return {
    groups: groups
      .filter(({ indices }) => indices.length > 0)
      .sort((a, b) => b.indices.length - a.indices.length),
    xTitle: titles.x,
    yTitle: titles.y,
    xEnds: endsOf(dots.x),
    yEnds: endsOf(dots.y),
  };
}

function endsOf(scores: Float64Array): [number, number] {
  return scores.reduce<[number, number]>(
    ([low, high], score) => [Math.min(low, score), Math.max(high, score)],
    [0, 1],
  );
}
