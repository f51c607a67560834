import { builder } from '../graphql/builder';
import { Thing } from '../graphql/thing';
import { isRetriable } from '../jobs/failure';
import { RunArtifactObject } from './run-artifact-types';
import { failureShape, RunFailure } from './run-failure-types';
import { RunInputObject } from './run-input-types';
import { kindTitle } from './run-kinds';
import { priorityOf, RunPriorityEnum } from './run-priority';
import { progressShape, RunProgress } from './run-progress-types';
import { RunStatusEnum } from './run-status-enum';
import { isUnderWay, underWay } from './run-statuses';
import { thingOfRun } from './thing-of-run';

/** A run as the API describes it. */
export const RunObject = builder.prismaNode('Run', {
  id: { field: 'id', description: 'Global id.' },
  description: 'A piece of background work.',
  // Every field says which columns it needs: those of results and parameters are long, and lists read neither.
  select: { id: true, projectId: true },
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'What kind of work, such as trainModel.' }),
    kindTitle: t.string({
      description: 'What kind of work, for people.',
      select: { kind: true },
      resolve: ({ kind }) => kindTitle(kind),
    }),
    title: t.exposeString('title', { description: 'What people call it.' }),
    status: t.expose('status', { type: RunStatusEnum, description: 'How far it is.' }),
    seed: t.exposeInt('seed', { description: 'Seed of everything random in it.' }),
    params: t.expose('params', { type: 'JSON', description: 'Parameters, defaults filled in.' }),
    results: t.expose('results', {
      type: 'JSON',
      nullable: true,
      description: 'What it found, once succeeded.',
    }),
    progress: t.field({
      type: RunProgress,
      nullable: true,
      description: 'How far it is, while running.',
      select: { progress: true, status: true },
      resolve: ({ progress, status }) =>
        status === 'RUNNING' ? (progressShape.safeParse(progress).data ?? null) : null,
    }),
    failure: t.field({
      type: RunFailure,
      nullable: true,
      description: 'Why it failed.',
      select: { failure: true },
      resolve: ({ failure }) => failureShape.safeParse(failure).data ?? null,
    }),
    steps: t.relation('steps', {
      description: 'Its stages in order.',
      query: { orderBy: { ordinal: 'asc' } },
    }),
    inputs: t.relation('inputRuns', {
      type: RunInputObject,
      description: 'What went in, by role.',
      query: { orderBy: { role: 'asc' } },
    }),
    outputs: t.relation('artifacts', {
      type: RunArtifactObject,
      description: 'Files that it made.',
      query: { orderBy: { name: 'asc' } },
    }),
    thing: t.field({
      type: Thing,
      nullable: true,
      description: 'What it makes.',
      resolve: ({ id }, _, context) => thingOfRun(context, id),
    }),
    inputDigest: t.exposeString('inputDigest', {
      nullable: true,
      description: 'sha256 over everything that decides its result.',
    }),
    createdByName: t.string({
      nullable: true,
      description: 'Who launched it.',
      select: { createdBy: { select: { name: true } } },
      resolve: ({ createdBy }) => createdBy?.name ?? null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was launched.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a worker began.',
    }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    seconds: t.float({
      nullable: true,
      description: 'How long it computed, in seconds.',
      select: { startedAt: true, finishedAt: true },
      resolve: ({ startedAt, finishedAt }) =>
        startedAt && finishedAt ? (finishedAt.getTime() - startedAt.getTime()) / 1000 : null,
    }),
    requeueable: t.boolean({
      description: 'Whether it failed for what is around it, and may be queued again.',
      select: { status: true, failure: true },
      resolve: ({ status, failure }) =>
        status === 'FAILED' && isRetriable(failureShape.safeParse(failure).data?.code ?? ''),
    }),
    priority: t.field({
      type: RunPriorityEnum,
      description: 'Which runs of the team are taken first.',
      select: { priority: true },
      resolve: ({ priority }) => priorityOf(priority),
    }),
    cancellable: t.boolean({
      description: 'Whether it can still be cancelled.',
      select: { status: true },
      resolve: ({ status }) => isUnderWay(status),
    }),
    testBed: t.relation('testBed', { nullable: true, description: 'The test bed that it is part of.' }),
    project: t.relation('project', { description: 'The project that it belongs to.' }),
  }),
});

builder.prismaObjectField('Project', 'activeRuns', (t) =>
  t.relation('runs', {
    description: 'Runs that are not ended, oldest first, at most 100.',
    query: { where: { status: underWay }, orderBy: { id: 'asc' }, take: 100 },
  }),
);

builder.prismaObjectField(RunObject, 'reusedFrom', (t) =>
  t.field({
    type: RunObject,
    nullable: true,
    description:
      'The earlier equal run whose outcome was taken over; null where that is deleted, or in a project that the viewer may not see.',
    select: { reusedFrom: true },
    resolve: async ({ reusedFrom }, _args, { viewer }) =>
      reusedFrom && (await viewer.mayRead(reusedFrom.projectId)) ? reusedFrom : null,
  }),
);
