import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { readSeries, type Series } from '../metric/read-points';
import { oncePer, type ReadBlock } from './block-reading';
import { blockObject, gapsWords } from './block-types';
import type { BlockOf } from './report-blocks';
import { deletedWords, type Shown } from './shown-evaluations';

/** About how many points of a curve are given: what a figure can show. */
const mostPoints = 500;

interface Line {
  readonly run: string;
  readonly series: Series;
}

const MetricLine = builder.objectRef<Line>('MetricLine').implement({
  description: 'A run in a panel of a metric.',
  fields: (t) => ({
    run: t.exposeString('run', { description: 'What people call the run.' }),
    steps: t.field({
      type: ['WholeNumber'],
      description: 'Steps, ascending.',
      resolve: ({ series }) => Array.from(series.points.steps),
    }),
    values: t.field({
      type: ['Real'],
      description: 'Value at each step.',
      resolve: ({ series }) => Array.from(series.points.values),
    }),
    thinned: t.boolean({
      description: 'Whether only some points are given.',
      resolve: ({ series }) => series.points.steps.length < series.count,
    }),
  }),
});

const MetricPanel = blockObject('metric', 'A metric of runs as curves over steps.');

builder.objectFields(MetricPanel, (t) => ({
  name: t.string({ description: 'Name of the metric.', resolve: ({ block }) => block.name }),
  gaps: t.stringList({
    description: gapsWords,
    resolve: async (read, _, context) => [...(await shownCurves(read, context)).gaps],
  }),
  lines: t.field({
    type: [MetricLine],
    description: 'Its runs, in order, those that have the metric.',
    resolve: async (read, _, context) => [...(await shownCurves(read, context)).things],
  }),
}));

const shownCurves = oncePer(
  async (
    { block: { runIds, name }, projectId }: ReadBlock<BlockOf<'metric'>>,
    { prisma }: Pick<ApiContext, 'prisma'>,
  ): Promise<Shown<Line>> => {
    const runs = await prisma.run.findMany({
      where: { id: { in: runIds }, projectId },
      select: { id: true, title: true },
    });
    const ordered = runIds.flatMap((id) => runs.find((run) => run.id === id) ?? []);
    const read = await Promise.all(
      ordered.map(async ({ id, title }) => {
        const [series] = await readSeries(prisma, id, { names: [name], most: mostPoints });
        return { run: title, series };
      }),
    );
    return {
      things: read.flatMap(({ run, series }) => (series ? [{ run, series }] : [])),
      gaps: [
        ...deletedWords(runIds.length - runs.length, 'run'),
        ...read.filter(({ series }) => !series).map(({ run }) => `${run} has no metric ${name}.`),
      ],
    };
  },
);
