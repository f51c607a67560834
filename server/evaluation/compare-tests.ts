import {
  type BootstrapDifference,
  type ComparableScores,
  type Denominator,
  type McNemarTest,
  mcNemar,
  negativeRows,
  pairedBootstrap,
  positiveRows,
} from '@fiducial/core/metrics';
import { builder } from '../graphql/builder';
import { InvalidInputError } from '../user-error';
import type { InputColumns } from './inputs-file';
import type { LoadedEvaluation } from './load-evaluation';

/** An evaluation of a comparison with what its tests need. */
export interface Compared {
  readonly evaluation: LoadedEvaluation;
  /** Its place among the evaluations. */
  readonly place: number;
  readonly inputs: InputColumns;
  readonly scores: ComparableScores;
}

/** Which inputs a test is over. */
interface Over {
  /** Place of the attack set. */
  readonly set: number;
  readonly denominator: Denominator;
}

/** What resampling says of a difference, as the API describes it. */
export const BootstrapObject = builder.objectRef<BootstrapDifference>('BootstrapDifference').implement({
  description: 'A difference of two AUCs by resampling originals, all copies of one together.',
  fields: (t) => ({
    deltaAuc: t.exposeFloat('delta', { description: 'AUC of a minus AUC of b.' }),
    deltaLow: t.exposeFloat('low', { description: 'Percentile 2.5 of the resamples.' }),
    deltaHigh: t.exposeFloat('high', { description: 'Percentile 97.5.' }),
    pValue: t.exposeFloat('pValue', { description: 'Two-sided; at least 2 / (resamples + 1).' }),
    resamples: t.exposeInt('resamples', { description: 'Resamples drawn.' }),
  }),
});

/** McNemar's test as the API describes it. */
export const McNemarObject = builder.objectRef<McNemarTest>('McNemarTest').implement({
  description: 'McNemar’s exact test of whether two detectors judge equally many inputs rightly.',
  fields: (t) => ({
    onlyA: t.exposeInt('onlyFirst', { description: 'Inputs that only a judges rightly.' }),
    onlyB: t.exposeInt('onlySecond', { description: 'Inputs that only b judges rightly.' }),
    pValue: t.exposeFloat('pValue', { description: 'Two-sided p value.' }),
  }),
});

/** @throws {InvalidInputError} for a number of resamples that would take too long, or say too little */
export function bootstrapPair(
  [a, b]: readonly [Compared, Compared],
  { set, denominator, resamples }: Over & { readonly resamples: number },
): BootstrapDifference {
  if (resamples < 100 || resamples > 2000)
    throw new InvalidInputError(`resamples: expected 100 to 2000, got ${resamples}`, { field: 'resamples' });
  const negative = negativeRows(a.inputs, denominator);
  const rows = [...negative, ...positiveRows(a.inputs, denominator, { set })];
  const of = (values: ArrayLike<number>) => rows.map((row) => values[row] ?? 0);
  return pairedBootstrap(
    {
      first: of(a.inputs.score),
      second: of(b.inputs.score),
      positive: rows.map((_, at) => Number(at >= negative.length)),
      originals: of(a.inputs.original),
    },
    { seed: 0, resamples },
  );
}

/** Judgments at each detector's own threshold; of the copies of one original the first of each kind is taken. */
export function testJudgments(
  [a, b]: readonly [Compared, Compared],
  { set, denominator }: Over,
): McNemarTest {
  const firstOfEach = (rows: readonly number[]) => [
    ...new Map([...rows].reverse().map((row) => [a.inputs.original[row], row] as const)).values(),
  ];
  const negative = firstOfEach(negativeRows(a.inputs, denominator));
  const positive = firstOfEach(positiveRows(a.inputs, denominator, { set }));
  const rightly = ({ inputs, evaluation }: Compared) => {
    const threshold = evaluation.detector.threshold ?? 0;
    const flagged = (row: number) => (inputs.score[row] ?? 0) > threshold;
    return [...negative.map((row) => !flagged(row)), ...positive.map(flagged)];
  };
  return mcNemar(rightly(a), rightly(b));
}
