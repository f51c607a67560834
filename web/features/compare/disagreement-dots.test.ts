import { describe, expect, test } from 'vitest';
import { disagreementDots, scatterDrawing } from './disagreement-dots';
import type { ScoredX, ScoredY } from './disagreement-query';

const x: ScoredX = {
  __typename: 'Evaluation',
  id: 'x',
  attackSets: [{ id: 'fgsm' }, { id: 'noise' }],
  scores: {
    score: [0.1, 0.2, 0.9, 0.8, 0.3],
    group: ['AUTHENTIC', 'ERROR', 'ADVERSARIAL', 'ADVERSARIAL', 'CONTROL'],
    attackSetIndex: [null, null, 0, 0, 1],
    success: [false, false, true, false, false],
  },
};
const y: ScoredY = { __typename: 'Evaluation', id: 'y', scores: { score: [-5, 1, 2, 3, 4] } };
const shown = (attack: string, over: 'SUCCESSFUL' | 'ALL_ATTACKED') => [
  ...disagreementDots(x, y, { attack, over }).index,
];

describe('dots', () => {
  test('are all inputs but failed attacks, which stand there where all attacked inputs count', () => {
    expect(shown('', 'SUCCESSFUL')).toEqual([0, 1, 2, 4]);
    expect(shown('', 'ALL_ATTACKED')).toEqual([0, 1, 2, 3, 4]);
  });

  test('are of one attack where one is chosen', () => {
    expect(shown('noise', 'SUCCESSFUL')).toEqual([0, 1, 4]);
    expect(shown('fgsm', 'ALL_ATTACKED')).toEqual([0, 1, 2, 3]);
  });

  test('keep both scores and the number of their input', () => {
    const dots = disagreementDots(x, y, { attack: 'noise', over: 'SUCCESSFUL' });
    expect([...dots.x]).toEqual([0.1, 0.2, 0.3]);
    expect([...dots.y]).toEqual([-5, 1, 4]);
    const { groups, xEnds, yEnds } = scatterDrawing(dots, { x: 'A', y: 'B' });
    expect(groups.map(({ label, places, indices }) => [label, ...places, ...indices])).toEqual([
      ['authentic', 0.1, -5, 0],
      ['error', 0.2, 1, 1],
      ['control', 0.3, 4, 4],
    ]);
    expect([xEnds, yEnds]).toEqual([
      [0, 1],
      [-5, 4],
    ]);
  });
});
