import {
  type ConfidenceComparison,
  type ConfidenceReport,
  judgeConfidence,
  type ReliabilityBin,
  type RiskCoverageCurve,
} from '@fiducial/core/metrics';
import { builder } from '../graphql/builder';
import { sampleResults } from '../sample/draw-sample.task';
import { derived } from './derived';
import { inputsOf } from './load-evaluation';

const CalibrationMethodEnum = builder.enumType('CalibrationMethod', {
  description: 'How scores are turned into probabilities.',
  values: {
    ISOTONIC: { value: 'isotonic', description: 'Steps that never rise with the score.' },
    LOGISTIC: { value: 'logistic', description: 'A logistic curve of the score.' },
  } as const,
});

const ReliabilityBinObject = builder.objectRef<ReliabilityBin>('ReliabilityBin').implement({
  description: 'Inputs of similar confidence: a bar of a reliability diagram.',
  fields: (t) => ({
    low: t.exposeFloat('low', { description: 'Least confidence.' }),
    high: t.exposeFloat('high', { description: 'Greatest confidence.' }),
    count: t.exposeInt('count', { description: 'Inputs.' }),
    meanConfidence: t.exposeFloat('meanConfidence', { description: 'Mean confidence, weighted.' }),
    shareRight: t.exposeFloat('shareRight', { description: 'Share of right predictions, weighted.' }),
  }),
});

const RiskCoverageObject = builder.objectRef<RiskCoverageCurve>('RiskCoverageCurve').implement({
  description: 'How often predictions are wrong when only the surest are answered.',
  fields: (t) => ({
    coverage: t.floatList({
      description: 'Share of inputs answered, rising to 1.',
      resolve: ({ coverage }) => [...coverage],
    }),
    risk: t.floatList({
      description: 'Share of those answered that are wrong.',
      resolve: ({ risk }) => [...risk],
    }),
    area: t.exposeFloat('area', { description: 'Area under the curve: the mean risk over all coverages.' }),
  }),
});

const ConfidenceReportObject = builder.objectRef<ConfidenceReport>('ConfidenceReport').implement({
  description: 'How far probabilities that predictions are right can be trusted.',
  fields: (t) => ({
    brier: t.exposeFloat('brier', {
      description: 'Mean squared difference of probability and outcome; 0 is perfect.',
    }),
    calibrationError: t.exposeFloat('calibrationError', {
      description: 'Mean gap between probability and share right, over ten bins.',
    }),
    bins: t.field({
      type: [ReliabilityBinObject],
      description: 'The reliability diagram; empty bins are left out.',
      resolve: ({ bins }) => [...bins],
    }),
    riskCoverage: t.field({
      type: RiskCoverageObject,
      description: 'The risk-coverage curve.',
      resolve: (of) => of.riskCoverage,
    }),
  }),
});

const ConfidenceObject = builder.objectRef<ConfidenceComparison>('Confidence').implement({
  description:
    'A detector’s score as a probability that the prediction is right, on unmodified inputs, weighted to the rate of errors in the split that the sample was drawn from. Each input is calibrated without its own original.',
  fields: (t) => ({
    right: t.exposeInt('right', { description: 'Authentic inputs.' }),
    wrong: t.exposeInt('wrong', { description: 'Errors.' }),
    detector: t.field({
      type: ConfidenceReportObject,
      description: 'The calibrated score.',
      resolve: ({ detector }) => detector,
    }),
    softmax: t.field({
      type: ConfidenceReportObject,
      description: 'The model’s own softmax, for comparison.',
      resolve: ({ softmax }) => softmax,
    }),
  }),
});

builder.prismaObjectField('Evaluation', 'confidence', (t) =>
  t.field({
    type: ConfidenceObject,
    nullable: true,
    description: 'What the score says of how right a prediction is; null where the sample has no errors.',
    args: {
      method: t.arg({
        type: CalibrationMethodEnum,
        defaultValue: 'isotonic',
        description: 'How scores are calibrated.',
      }),
    },
    select: { runId: true, sample: { select: { errorCount: true, run: { select: { results: true } } } } },
    resolve: async ({ runId, sample }, { method }, context) => {
      const natural = sampleResults.safeParse(sample.run.results).data;
      // One fold of five must not hold all of the errors.
      if (!natural || natural.errorCount < leastErrors) return null;
      const inputs = await inputsOf(context, { runId });
      const chosen = method ?? 'isotonic';
      return derived(inputs, `confidence ${chosen} ${runId}`, () =>
        judgeConfidence(inputs, { method: chosen, natural, seed: 0 }),
      );
    },
  }),
);

/** With fewer errors a fold could be left without any. */
const leastErrors = 2;
