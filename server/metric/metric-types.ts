import { builder } from '../graphql/builder';
import { InvalidInputError } from '../user-error';
import { pointsPath } from './points-route';
import { mostAnswered, readSeries, type Series } from './read-points';
import { type MetricSummary, readLastValues, readSummaries, realOf } from './read-summaries';

/** Whether less or more of a metric is better, as the API says it. */
export const MetricGoalEnum = builder.enumType('MetricGoal', {
  description: 'Which values of a metric are better.',
  values: {
    MINIMIZE: { description: 'Smaller ones, as of a loss.' },
    MAXIMIZE: { description: 'Greater ones, as of an accuracy.' },
  } as const,
});

/** Most points of a curve in one answer. */
const mostPoints = 10_000;
/** Points of a curve where nobody says how many: what a chart can show. */
const fewPoints = 1000;

const MetricSeriesObject = builder.objectRef<Series>('MetricSeries').implement({
  description: 'A curve of a run.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What is measured.' }),
    steps: t.field({
      type: ['WholeNumber'],
      description: 'Steps, ascending.',
      resolve: ({ points }) => Array.from(points.steps),
    }),
    values: t.field({
      type: ['Real'],
      description: 'Value at each step.',
      resolve: ({ points }) => Array.from(points.values),
    }),
    thinned: t.boolean({
      description:
        'Whether only some points are given: the least and the greatest of stretches of equal length, and the first and the last.',
      resolve: ({ points, count }) => points.steps.length < count,
    }),
    count: t.exposeInt('count', { description: 'Points of the whole curve.' }),
  }),
});

/** What is known of a metric of a run without its curve. */
const MetricSummaryObject = builder.objectRef<MetricSummary>('MetricSummary');
MetricSummaryObject.implement({
  description: 'What a metric of a run amounts to.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What is measured.' }),
    goal: t.expose('goal', {
      type: MetricGoalEnum,
      nullable: true,
      description: 'Which values are better, where the one who logs it has said.',
    }),
    count: t.exposeInt('count', { description: 'How many points there are.' }),
    last: t.field({
      type: 'Real',
      description: 'Value at the greatest step.',
      resolve: ({ last }) => realOf(last) ?? Number.NaN,
    }),
    lastStep: t.field({
      type: 'WholeNumber',
      description: 'The greatest step.',
      resolve: ({ lastStep }) => lastStep,
    }),
    lastAt: t.field({
      type: 'DateTime',
      description: 'When the last point was measured.',
      resolve: ({ lastAt }) => new Date(lastAt),
    }),
    min: t.field({
      type: 'Real',
      nullable: true,
      description: 'Least value; null where none is a number.',
      resolve: ({ min }) => realOf(min),
    }),
    max: t.field({
      type: 'Real',
      nullable: true,
      description: 'Greatest value; null where none is a number.',
      resolve: ({ max }) => realOf(max),
    }),
    best: t.field({
      type: 'Real',
      nullable: true,
      description: 'Least or greatest value, as the goal says; null without a goal.',
      resolve: ({ best }) => realOf(best),
    }),
  }),
});

builder.prismaObjectFields('Run', (t) => ({
  metrics: t.field({
    type: [MetricSeriesObject],
    description: 'Its curves, by name; at most 1,000.',
    select: { id: true },
    args: {
      names: t.arg.stringList({ description: 'Only these curves.' }),
      mostPoints: t.arg.int({
        defaultValue: fewPoints,
        description: `About how many points of a curve at most, 2 to ${mostPoints}; longer ones are thinned, and all of them where they would have more than ${mostAnswered} together. The file at metricsUrl has them all.`,
      }),
    },
    resolve: ({ id }, { names, mostPoints: most }, { prisma }) =>
      readSeries(prisma, id, { names: names ?? null, most: pointsAsked(most ?? fewPoints) }),
  }),
  metricsUrl: t.string({
    description: 'Where all points of its curves can be downloaded, as a Parquet file.',
    select: { id: true },
    resolve: ({ id }) => pointsPath(id),
  }),
  metricSummaries: t.field({
    type: [MetricSummaryObject],
    description: 'Its metrics without their curves, by name; at most 1,000.',
    args: { names: t.arg.stringList({ description: 'Only these metrics.' }) },
    select: { id: true },
    resolve: ({ id: runId }, { names }, context) => readSummaries(context, { runId, names: names ?? null }),
  }),
  lastValues: t.field({
    type: 'JSON',
    description:
      'Value of each metric at its greatest step, under its name, of at most 1,000 metrics: a number, or "NaN", "Infinity" or "-Infinity". One field for lists of many runs.',
    args: { names: t.arg.stringList({ description: 'Only these metrics.' }) },
    select: { id: true },
    resolve: ({ id: runId }, { names }, context) => readLastValues(context, { runId, names: names ?? null }),
  }),
}));

function pointsAsked(most: number): number {
  if (most >= 2 && most <= mostPoints) return most;
  throw new InvalidInputError(`mostPoints: expected 2 to ${mostPoints}, got ${most}`, {
    field: 'mostPoints',
  });
}
