import { DenominatorEnum } from '../evaluation/evaluation-enums';
import { pairedTests } from '../evaluation/paired-test-types';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import type { SharedEvaluation } from '../public-link/shared-comparison';
import { sharedRows } from '../public-link/shared-comparison';
import { SharedPair, SharedRow } from '../public-link/shared-comparison-types';
import type { ReadBlock } from './block-reading';
import { blockObject, gapsWords } from './block-types';
import { PanelDetector } from './panel-detector-types';
import { ResultCellsEnum } from './report-block-inputs';
import type { BlockOf } from './report-blocks';
import { shownEvaluations } from './shown-evaluations';

type Read = ReadBlock<BlockOf<'results'>>;

interface Line {
  readonly shown: SharedEvaluation;
  readonly rows: ReturnType<typeof sharedRows>;
}

const ResultsLine = builder.objectRef<Line>('ResultsLine').implement({
  description: 'A detector in a table of results.',
  fields: (t) => ({
    detector: t.field({ type: PanelDetector, description: 'The detector.', resolve: ({ shown }) => shown }),
    rows: t.field({ type: [SharedRow], description: 'Its figures.', resolve: ({ rows }) => rows }),
  }),
});

const ResultsPanel = blockObject('results', 'A table: detectors against attacks.');

builder.objectFields(ResultsPanel, (t) => ({
  over: t.field({
    type: DenominatorEnum,
    description: 'Which inputs the metrics are over.',
    resolve: ({ block }) => block.over,
  }),
  cells: t.field({
    type: ResultCellsEnum,
    description: 'What stands in its cells.',
    resolve: ({ block }) => block.cells,
  }),
  gaps: t.stringList({
    description: gapsWords,
    resolve: async (read, _, context) => [...(await shownEvaluations(read, context)).gaps],
  }),
  sameInputs: t.boolean({
    description: 'Whether all were scored on the same inputs: only then are they tested in pairs.',
    resolve: async (read, _, context) => isPaired((await shownEvaluations(read, context)).things),
  }),
  lines: t.field({
    type: [ResultsLine],
    description: 'Its detectors, in order.',
    resolve: linesOf,
  }),
  pairs: t.field({
    type: [SharedPair],
    description: 'Every pair, on the macro-AUC and on each attack; none when the inputs differ.',
    resolve: async (read, _, context) => {
      const { things } = await shownEvaluations(read, context);
      const evaluations = things.map(({ evaluation }) => evaluation);
      if (!isPaired(things)) return [];
      const tests = await pairedTests(context, evaluations, {
        denominator: read.block.over,
        onlyBest: false,
      });
      return tests.map((pair) => ({ ...pair, order: things[0]?.order ?? new Map() }));
    },
  }),
}));

async function linesOf(read: Read, _: unknown, context: ApiContext): Promise<Line[]> {
  const { things } = await shownEvaluations(read, context);
  return things.map((shown) => ({ shown, rows: sharedRows(shown, read.block.over) }));
}

const isPaired = (shown: readonly SharedEvaluation[]): boolean =>
  new Set(shown.map(({ evaluation }) => evaluation.inputsDigest)).size === 1;
