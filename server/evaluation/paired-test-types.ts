import { comparableScores, compareScores, type Denominator, holm } from '@fiducial/core/metrics';
import type { AttackSet } from '@fiducial/prisma/client';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { BootstrapObject, bootstrapPair, type Compared, McNemarObject, testJudgments } from './compare-tests';
import { derived } from './derived';
import { inputsOf, type LoadedEvaluation, setsOf } from './load-evaluation';

const significance = 0.05;

/** A test of two evaluations. */
export interface Pair {
  /** Places among the evaluations. */
  readonly a: number;
  readonly b: number;
  readonly attackSet: AttackSet | null;
  readonly delta: number;
  readonly low: number;
  readonly high: number;
  readonly pValue: number;
  readonly adjustedPValue: number;
  readonly compared: readonly [Compared, Compared];
  /** Place of the attack set in the evaluations; null for the macro-AUC. */
  readonly set: number | null;
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

/** Tests of all pairs of evaluations of the same inputs, on the macro-AUC and on each attack, corrected for their number. */
export async function pairedTests(
  context: ApiContext,
  evaluations: readonly LoadedEvaluation[],
  denominator: Denominator,
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
  return correct(all.flatMap((a, index) => all.slice(index + 1).flatMap((b) => testPair(a, b, denominator))));
}

/** Every pair on the macro-AUC and on each attack, not yet corrected for their number. */
function testPair(a: Compared, b: Compared, denominator: Denominator): Omit<Pair, 'adjustedPValue'>[] {
  return compareScores(a.scores, b.scores).map(({ set, ...difference }) => ({
    a: a.place,
    b: b.place,
    attackSet: set === null ? null : (a.evaluation.attackSets[set]?.attackSet ?? null),
    compared: [a, b],
    set,
    denominator,
    ...difference,
  }));
}

/** Holm's correction, attack by attack: the pairs of a column of the result table are one family. */
function correct(pairs: readonly Omit<Pair, 'adjustedPValue'>[]): Pair[] {
  const adjusted = new Map<object, number>();
  for (const set of new Set(pairs.map((pair) => pair.set))) {
    const family = pairs.filter((pair) => pair.set === set);
    const corrected = holm(family.map(({ pValue }) => pValue));
    family.forEach((pair, at) => {
      adjusted.set(pair, corrected[at] ?? 1);
    });
  }
  return pairs.map((pair) => ({ ...pair, adjustedPValue: adjusted.get(pair) ?? 1 }));
}
