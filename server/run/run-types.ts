import { estimateShape } from '../estimate/estimate-run';
import { RunEstimateObject } from '../estimate/estimate-types';
import { builder } from '../graphql/builder';
import { pageSize } from '../graphql/page-size';
import { Thing } from '../graphql/thing';
import { isRetriable } from '../jobs/failure';
import { LimitError } from '../user-error';
import { BackendObject, backendShape } from './backend-types';
import { RunArtifactObject } from './run-artifact-types';
import { RunEventObject } from './run-event-types';
import { failureShape, RunFailure } from './run-failure-types';
import { RunInputObject } from './run-input-types';
import { kindTitle } from './run-kinds';
import { priorityOf, RunPriorityEnum } from './run-priority';
import { progressShape, RunProgress } from './run-progress-types';
import { RunStatusEnum } from './run-status-enum';
import { isUnderWay, underWay } from './run-statuses';
import { thingOfRun } from './thing-of-run';

/** Types of events that one may ask for at once: more than there are. */
const mostTypes = 100;

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
    backend: t.field({
      type: BackendObject,
      nullable: true,
      description: 'What computed it.',
      select: { backend: true },
      resolve: ({ backend }) => backendShape.safeParse(backend).data ?? null,
    }),
    versions: t.expose('versions', {
      type: 'JSON',
      nullable: true,
      description: 'Versions of the software that computed it.',
    }),
    taskVersion: t.exposeInt('taskVersion', {
      nullable: true,
      description:
        'Version of the code of this kind of run that computed it, or the equal run before it; null before a worker took it.',
    }),
    events: t.prismaField({
      type: [RunEventObject],
      description: 'What happened, in order.',
      args: {
        afterSeq: t.arg.int({ description: 'Only events after this number.' }),
        first: t.arg.int({ required: true, description: 'How many, 1 to 100.' }),
        types: t.arg.stringList({
          description: 'Only these types: progress and points of curves come by the hundred.',
        }),
      },
      resolve: (query, { id }, { afterSeq, first, types }, { prisma }) => {
        if (types && types.length > mostTypes)
          throw new LimitError(`types: expected at most ${mostTypes}, got ${types.length}`);
        return prisma.runEvent.findMany({
          ...query,
          where: { runId: id, seq: { gt: afterSeq ?? 0 }, ...(types ? { type: { in: types } } : {}) },
          orderBy: { seq: 'asc' },
          take: pageSize(first),
        });
      },
    }),
    lastSeq: t.exposeInt('lastSeq', {
      description: 'Number of its last event, from which a subscription goes on; 0 before the first.',
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
    smallerBatches: t.exposeBoolean('smallerBatches', {
      description:
        'Whether it computed in smaller batches, after it had run out of memory: its figures may differ in their last digits from those of an equal run.',
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
    estimate: t.field({
      type: RunEstimateObject,
      nullable: true,
      description: 'What it was expected to need, once its inputs were there.',
      select: { estimate: true },
      resolve: ({ estimate }) => {
        const known = estimateShape.safeParse(estimate).data;
        return known ? { estimate: known, limit: null } : null;
      },
    }),
    peakMemoryBytes: t.float({
      nullable: true,
      description: 'Largest memory that the process had which computed it, in bytes.',
      select: { peakMemoryBytes: true },
      resolve: ({ peakMemoryBytes }) => (peakMemoryBytes === null ? null : Number(peakMemoryBytes)),
    }),
    attempt: t.exposeInt('attempt', { description: 'How often a worker began it.' }),
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
