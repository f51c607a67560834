import { adaptiveAttacks } from '@fiducial/core/adaptive';
import { attacks } from '@fiducial/core/attacks';
import { detectors } from '@fiducial/core/detectors';
import { describeParameters, type Method, type Parameter } from '@fiducial/core/method';
import { architectures } from '@fiducial/core/models';
import type { MetricSeries, Run } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { loggedKind } from '../logged-run/logged-run';
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

const SharedParameter = builder.objectRef<Parameter>('SharedParameter').implement({
  description: 'A parameter of the method of a shared run.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    options: t.stringList({
      nullable: true,
      description: 'Values of a choice.',
      resolve: ({ options }) => (options ? [...options] : null),
    }),
  }),
});

const SharedMethod = builder.objectRef<Method>('SharedMethod').implement({
  description: 'The method that the parameters of a shared run name: its words, as the product has them.',
  fields: (t) => ({
    methodId: t.exposeString('id', { description: 'Its name in parameters.' }),
    title: t.exposeString('title', { description: 'Its name for people.' }),
    parameters: t.field({
      type: [SharedParameter],
      description: 'Its parameters, in order.',
      resolve: ({ params }) => describeParameters(params),
    }),
  }),
});

/** Which parameter of a run names a method of which list. */
const methodsBy: Readonly<Record<string, readonly Method[]>> = {
  attack: [...attacks, ...adaptiveAttacks],
  method: detectors,
  architecture: architectures,
};

/** The method that the parameters of a run name; null where they name none that there is. */
function methodOf(params: Run['params']): Method | null {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return null;
  const named = Object.entries(methodsBy).flatMap(([name, methods]) =>
    methods.filter(({ id }) => id === params[name]),
  );
  return named[0] ?? null;
}

/** A run, with its metrics, as a public link shows it. */
export const SharedRun = builder.objectRef<Run & { series: MetricSeries[] }>('SharedRun').implement({
  description: 'A run, as a public link shows it: without notes, tags, files and the people behind it.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'What people call it.' }),
    kind: t.exposeString('kind', { description: 'What kind of work, as programs name it.' }),
    kindTitle: t.string({ description: 'What kind of work.', resolve: ({ kind }) => kindTitle(kind) }),
    status: t.expose('status', { type: RunStatusEnum, description: 'How far it is.' }),
    seed: t.exposeInt('seed', { description: 'Seed of everything random in it.' }),
    params: t.expose('params', { type: 'JSON', description: 'Parameters, defaults filled in.' }),
    method: t.field({
      type: SharedMethod,
      nullable: true,
      description: 'The method that its parameters name; null where they name none that this server has.',
      // What people log under a name of ours is theirs.
      resolve: ({ kind, params }) => (kind === loggedKind ? null : methodOf(params)),
    }),
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
