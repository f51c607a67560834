import type { MetricSeries, Run } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { kindTitle } from '../run/run-kinds';
import { RunStatusEnum } from '../run/run-status-enum';

// None of these types leads anywhere else: what a link shows is what is written here, and nothing behind it.

const SharedMetric = builder.objectRef<MetricSeries>('SharedMetric').implement({
  description: 'A logged metric of a run, as a public link shows it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    last: t.field({
      type: 'Real',
      nullable: true,
      description: 'Its last value.',
      resolve: ({ last }) => last,
    }),
  }),
});

/** A run, with its metrics, as a public link shows it. */
export const SharedRun = builder.objectRef<Run & { series: MetricSeries[] }>('SharedRun').implement({
  description: 'A run, as a public link shows it: without notes, tags, files and the people behind it.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'What people call it.' }),
    kindTitle: t.string({ description: 'What kind of work.', resolve: ({ kind }) => kindTitle(kind) }),
    status: t.expose('status', { type: RunStatusEnum, description: 'How far it is.' }),
    seed: t.exposeInt('seed', { description: 'Seed of everything random in it.' }),
    params: t.expose('params', { type: 'JSON', description: 'Parameters, defaults filled in.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was launched.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When it was begun.' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    metrics: t.field({
      type: [SharedMetric],
      description: 'Its logged metrics by name, at most 100.',
      resolve: ({ series }) => series,
    }),
  }),
});
