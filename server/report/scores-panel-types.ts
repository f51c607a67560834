import { rateAboveInSorted, thresholdInSorted } from '@fiducial/core/metrics';
import { InputGroupEnum } from '../evaluation/evaluation-enums';
import { groupsOf } from '../evaluation/groups-of';
import { type Histogram, histogramsOf } from '../evaluation/score-histogram-types';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import type { SharedEvaluation } from '../public-link/shared-comparison';
import type { ReadBlock } from './block-reading';
import { blockObject, gapsWords } from './block-types';
import { PanelDetector } from './panel-detector-types';
import type { BlockOf } from './report-blocks';
import { shownEvaluations } from './shown-evaluations';

const bins = 40;

interface Line {
  readonly shown: SharedEvaluation;
  readonly threshold: number | null;
  readonly groups: readonly Group[];
}

interface Group extends Omit<Histogram, 'attackSet'> {
  readonly flagged: number | null;
}

const PanelScores = builder.objectRef<Group>('PanelScores').implement({
  description: 'How the scores of one group are spread, in a panel of a report.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'Name of the group.' }),
    group: t.field({
      type: InputGroupEnum,
      description: 'What its inputs are.',
      resolve: ({ group }) => group,
    }),
    edges: t.floatList({
      description: 'Edges of the bins, one more than counts; the same for all groups.',
      resolve: ({ edges }) => [...edges],
    }),
    counts: t.intList({ description: 'Inputs in each bin.', resolve: ({ counts }) => [...counts] }),
    atZero: t.exposeInt('atZero', { description: 'Inputs with a score of exactly 0.' }),
    atOne: t.exposeInt('atOne', { description: 'Inputs with a score of exactly 1.' }),
    n: t.exposeInt('n', { description: 'Inputs in all.' }),
    flagged: t.exposeFloat('flagged', {
      nullable: true,
      description: 'Share of them above the threshold; null where there is none.',
    }),
  }),
});

const ScoresLine = builder.objectRef<Line>('ScoresLine').implement({
  description: 'A detector in a panel of score distributions.',
  fields: (t) => ({
    detector: t.field({ type: PanelDetector, description: 'The detector.', resolve: ({ shown }) => shown }),
    threshold: t.exposeFloat('threshold', {
      nullable: true,
      description:
        'The threshold that is drawn: at the false positive rate of the panel, else the detector’s own.',
    }),
    groups: t.field({
      type: [PanelScores],
      description: 'Authentic inputs, errors, and each attack and control.',
      resolve: ({ groups }) => [...groups],
    }),
  }),
});

const ScoresPanel = blockObject('scores', 'How scores are spread, detector by detector.');

builder.objectFields(ScoresPanel, (t) => ({
  falsePositiveRate: t.float({
    nullable: true,
    description: 'False positive rate of the threshold that is drawn; null for each detector’s own.',
    resolve: ({ block }) => block.falsePositiveRate,
  }),
  gaps: t.stringList({
    description: gapsWords,
    resolve: async (read, _, context) => [...(await shownEvaluations(read, context)).gaps],
  }),
  lines: t.field({
    type: [ScoresLine],
    description: 'Its detectors, in order.',
    resolve: async (read: ReadBlock<BlockOf<'scores'>>, _, context) => {
      const { things } = await shownEvaluations(read, context);
      return Promise.all(things.map((shown) => lineOf(context, shown, read.block.falsePositiveRate)));
    },
  }),
}));

async function lineOf(context: ApiContext, shown: SharedEvaluation, rate: number | null): Promise<Line> {
  const { evaluation } = shown;
  const groups = await groupsOf(context, evaluation);
  const authentic = groups.find(({ group }) => group === 'authentic')?.scores ?? new Float32Array();
  const threshold = rate === null ? evaluation.detector.threshold : thresholdInSorted(authentic, rate);
  const histograms = await histogramsOf(context, evaluation, bins);
  return {
    shown,
    threshold,
    groups: histograms.map((histogram, at) => ({
      ...histogram,
      flagged:
        threshold === null ? null : rateAboveInSorted(groups[at]?.scores ?? new Float32Array(), threshold),
    })),
  };
}
