import {
  type ComparableScores,
  comparableScores,
  compareScores,
  type Denominator,
  holm,
  type PairedComparison,
} from '@fiducial/core/metrics';
import type { AttackSet } from '@fiducial/prisma/client';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { againstTheBest } from './against-the-best';
import { BootstrapObject, bootstrapPair, type Compared, McNemarObject, testJudgments } from './compare-tests';
import { derived } from './derived';
import { inputsOf, type LoadedEvaluation, setsOf } from './load-evaluation';

const significance = 0.05;

/** What a test of two evaluations found. */
interface Found extends PairedComparison {
  /** Places among the evaluations. */
  readonly a: number;
  readonly b: number;
  readonly adjustedPValue: number;
}

/** A test of two evaluations. */
export interface Pair extends Found {
  readonly attackSet: AttackSet | null;
  readonly compared: readonly [Compared, Compared];
  readonly denominator: Denominator;
}

/** A paired test as the API describes it. */
export const PairedTest = builder.objectRef<Pair>('PairedTest').implement({
  description:
    'DeLong’s paired test between two evaluations of the same inputs, clustered by original image.',
  fields: (t) => ({
    a: t.exposeInt('a', { description: 'Place of one evaluation in the list asked for, from 0.' }),
    b: t.exposeInt('b', { description: 'Place of the other.' }),
    attackSet: t.field({
      type: AttackSetObject,
      nullable: true,
      description: 'The attack; null for the macro-AUC.',
      resolve: ({ attackSet }) => attackSet,
    }),
    deltaAuc: t.exposeFloat('delta', { description: 'AUC of a minus AUC of b.' }),
    deltaLow: t.exposeFloat('low', { description: 'Lower end of its 95 % interval.' }),
    deltaHigh: t.exposeFloat('high', { description: 'Upper end of its 95 % interval.' }),
    pValue: t.exposeFloat('pValue', { description: 'Two-sided p value of this test alone.' }),
    adjustedPValue: t.exposeFloat('adjustedPValue', {
      description:
        'The p value after Holm’s correction over all pairs compared on the same attack: with many detectors some pair differs by chance.',
    }),
    significant: t.boolean({
      description: 'Whether the corrected p is below 0.05.',
      resolve: ({ adjustedPValue }) => adjustedPValue < significance,
    }),
    bootstrap: t.field({
      type: BootstrapObject,
      nullable: true,
      description: 'The same difference by resampling originals; null for the macro-AUC.',
      args: {
        resamples: t.arg.int({ defaultValue: 1000, description: 'How many resamples, 100 to 2,000.' }),
      },
      resolve: ({ compared, set, denominator }, { resamples }) =>
        set === null ? null : bootstrapPair(compared, { set, denominator, resamples: resamples ?? 1000 }),
    }),
    mcNemar: t.field({
      type: McNemarObject,
      nullable: true,
      description:
        'Whether one judges more inputs rightly at the detectors’ own thresholds, of which each original gives one authentic and one attacked input; null for the macro-AUC.',
      resolve: ({ compared, set, denominator }) =>
        set === null ? null : testJudgments(compared, { set, denominator }),
    }),
  }),
});

/**
 * Tests of all pairs of evaluations of the same inputs, on the macro-AUC and on each attack, corrected for their number.
 * `onlyBest` leaves those with the best AUC of their column in them.
 */
export async function pairedTests(
  context: ApiContext,
  evaluations: readonly LoadedEvaluation[],
  { denominator, onlyBest }: { readonly denominator: Denominator; readonly onlyBest: boolean },
): Promise<Pair[]> {
  const all = await Promise.all(
    evaluations.map(async (evaluation, place): Promise<Compared> => {
      const inputs = await inputsOf(context, evaluation);
      const sets = setsOf(evaluation);
      const controls = sets.map(({ control }) => Number(control)).join('');
      const scores = derived(inputs, `comparable ${denominator} ${controls}`, () =>
        comparableScores(inputs, { sets, denominator }),
      );
      return { evaluation, place, inputs, scores };
    }),
  );
  const [first] = all;
  if (!first) return [];
  const key = ['pairs', denominator, onlyBest, ...evaluations.map(({ id }) => id)].join(' ');
  const found = derived(first.inputs, key, () => {
    const tests = testAll(all.map(({ scores }) => scores));
    return onlyBest ? againstTheBest(tests) : tests;
  });
  return found.flatMap((test) => {
    const [a, b] = [all[test.a], all[test.b]];
    if (!a || !b) return [];
    const attackSet = test.set === null ? null : (a.evaluation.attackSets[test.set]?.attackSet ?? null);
    return [{ ...test, attackSet, compared: [a, b], denominator }];
  });
}

/** Every pair on the macro-AUC and on each attack, with Holm's correction: the pairs of a column of the result table are one family. */
function testAll(scores: readonly ComparableScores[]): Found[] {
  const tests = scores.flatMap((left, a) =>
    scores.slice(a + 1).flatMap((right, after) => {
      const b = a + 1 + after;
      return compareScores(left, right).map((test) => ({ ...test, a, b }));
    }),
  );
  const adjusted = new Map<object, number>();
  for (const set of new Set(tests.map((test) => test.set))) {
    const family = tests.filter((test) => test.set === set);
    const corrected = holm(family.map(({ pValue }) => pValue));
    family.forEach((test, at) => {
      adjusted.set(test, corrected[at] ?? 1);
    });
  }
  return tests.map((test) => ({ ...test, adjustedPValue: adjusted.get(test) ?? 1 }));
}
