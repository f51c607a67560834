import { DenominatorEnum } from '../evaluation/evaluation-enums';
import { builder } from '../graphql/builder';
import {
  mostFigureImages,
  mostPanelEvaluations,
  mostPanelNeighbors,
  mostPanelRuns,
  mostTextCharacters,
  type resultCells,
  type rocAxes,
} from './report-blocks';

/** What a table of results has in its cells, as the API names it. */
export const ResultCellsEnum = builder.enumType('ResultCells', {
  description: 'What a table of results has in its cells.',
  values: {
    AUC: { description: 'Area under the ROC curve.' },
    EER: { description: 'Equal error rate.' },
    TPR_AT_1_FPR: { description: 'True positive rate where 1 % of authentic inputs are flagged.' },
    TPR_AT_5_FPR: { description: 'True positive rate where 5 % of authentic inputs are flagged.' },
    ALL: { description: 'All of these, one below the other.' },
  } satisfies Record<(typeof resultCells)[number], object>,
});

/** Axes of ROC curves as the API names them. */
export const RocAxisEnum = builder.enumType('RocAxis', {
  description: 'On which axes of false positive rates ROC curves are drawn.',
  values: {
    LINEAR: { description: 'From 0 to 1, each step as long as the next.' },
    LOG: { description: 'Each tenfold as long as the next: false alarms that are few are seen.' },
    BOTH: { description: 'One figure each, side by side.' },
  } satisfies Record<(typeof rocAxes)[number], object>,
});

const captionWords = 'What stands under it; the pages have words of their own where there is none.';
const evaluationsWords = `One to ${mostPanelEvaluations} evaluations of the project, in order.`;
const rateWords =
  'False positive rate, above 0 and below 1, at which each detector is marked; none without it.';

const TextBlockInput = builder.inputType('TextBlockInput', {
  description: 'Words between panels.',
  fields: (t) => ({
    markdown: t.string({
      required: true,
      description: `Markdown as GitHub has it, at most ${mostTextCharacters} characters. HTML and pictures in it are not shown.`,
    }),
  }),
});

const ResultsPanelInput = builder.inputType('ResultsPanelInput', {
  description: 'A table: detectors against attacks, with intervals and significance.',
  fields: (t) => ({
    evaluationIds: t.globalIDList({ required: true, description: evaluationsWords }),
    over: t.field({
      type: DenominatorEnum,
      description: 'Which inputs the metrics are over. Default SUCCESSFUL.',
    }),
    cells: t.field({ type: ResultCellsEnum, description: 'What stands in its cells. Default AUC.' }),
    caption: t.string({ description: captionWords }),
  }),
});

const RocPanelInput = builder.inputType('RocPanelInput', {
  description: 'ROC curves of detectors.',
  fields: (t) => ({
    evaluationIds: t.globalIDList({ required: true, description: evaluationsWords }),
    over: t.field({ type: DenominatorEnum, description: 'Which inputs they are over. Default SUCCESSFUL.' }),
    attackSetId: t.globalID({
      description: 'Over this attack or control alone; over all attacks without it.',
    }),
    axis: t.field({ type: RocAxisEnum, description: 'Axes of false positive rates. Default BOTH.' }),
    falsePositiveRate: t.float({ description: rateWords }),
    caption: t.string({ description: captionWords }),
  }),
});

const ScoresPanelInput = builder.inputType('ScoresPanelInput', {
  description: 'How scores of authentic inputs, errors and attacks are spread, detector by detector.',
  fields: (t) => ({
    evaluationIds: t.globalIDList({ required: true, description: evaluationsWords }),
    falsePositiveRate: t.float({
      description: 'False positive rate of the threshold that is drawn; without it, each detector’s own.',
    }),
    caption: t.string({ description: captionWords }),
  }),
});

const MetricPanelInput = builder.inputType('MetricPanelInput', {
  description: 'A metric of runs as curves over steps.',
  fields: (t) => ({
    runIds: t.globalIDList({
      required: true,
      description: `One to ${mostPanelRuns} runs of the project, in order.`,
    }),
    name: t.string({ required: true, description: 'Name of the metric.' }),
    caption: t.string({ description: captionWords }),
  }),
});

const FigurePanelInput = builder.inputType('FigurePanelInput', {
  description:
    'Attacked images: clean, attacked, and what was changed, magnified. Of an attack those that it succeeded on, of a control all.',
  fields: (t) => ({
    attackSetId: t.globalID({ required: true, description: 'An attack set of the project.' }),
    epsilonIndex: t.int({ description: 'Which of its epsilons, from 0. Default 0.' }),
    count: t.int({ description: `How many images, 1 to ${mostFigureImages}. Default 4.` }),
    skip: t.int({ description: 'How many images to pass over before the first. Default 0.' }),
    caption: t.string({ description: captionWords }),
  }),
});

const InputPanelInput = builder.inputType('InputPanelInput', {
  description: 'One input with its score, and what the detector looked at.',
  fields: (t) => ({
    evaluationId: t.globalID({ required: true, description: 'An evaluation of the project.' }),
    index: t.int({ required: true, description: 'Number of the input in it, from 0.' }),
    neighbors: t.int({
      description: `How many neighbors are shown where the detector looks at them, 0 to ${mostPanelNeighbors}. Default 12.`,
    }),
    map: t.boolean({
      description: 'Whether the evolution map is shown where the detector reads one. Default true.',
    }),
    caption: t.string({ description: captionWords }),
  }),
});

/** A block as clients write it: one field, named after what it is. */
export const ReportBlockInput = builder.inputType('ReportBlockInput', {
  description: 'A block of a report. Exactly one field is given.',
  isOneOf: true,
  fields: (t) => ({
    text: t.field({ type: TextBlockInput, description: 'Words.' }),
    results: t.field({ type: ResultsPanelInput, description: 'A table of results.' }),
    roc: t.field({ type: RocPanelInput, description: 'ROC curves.' }),
    scores: t.field({ type: ScoresPanelInput, description: 'Score distributions.' }),
    metric: t.field({ type: MetricPanelInput, description: 'Curves of a metric.' }),
    figure: t.field({ type: FigurePanelInput, description: 'Attacked images.' }),
    input: t.field({ type: InputPanelInput, description: 'One input.' }),
  }),
});

/** A block as it came in: global ids are read, nothing is checked. */
export type GivenBlock = typeof ReportBlockInput.$inferInput;
