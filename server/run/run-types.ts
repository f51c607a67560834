import { encodeGlobalID } from '@pothos/plugin-relay';
import { z } from 'zod';
import { builder } from '../graphql/builder';
import { pageSize } from '../graphql/page-size';
import { Thing } from '../graphql/thing';
import { kindTitle } from './run-kinds';
import { thingOfRun } from './thing-of-run';

/** States of runs as the API names them. */
export const RunStatusEnum = builder.enumType('RunStatus', {
  description: 'How far a run is.',
  values: {
    WAITING: { description: 'Its inputs are not all made yet.' },
    QUEUED: { description: 'Waiting for a free worker.' },
    RUNNING: { description: 'A worker computes it.' },
    SUCCEEDED: { description: 'Done; its outputs are there.' },
    FAILED: { description: 'It ended with a failure, which is told.' },
    CANCELLED: { description: 'Somebody stopped it.' },
  } as const,
});

const progressShape = z.object({
  stage: z.string(),
  done: z.number(),
  total: z.number(),
  unit: z.string(),
  secondsLeft: z.number().nullish(),
});

const RunProgress = builder.objectRef<z.output<typeof progressShape>>('RunProgress').implement({
  description: 'How far a running run is.',
  fields: (t) => ({
    stage: t.exposeString('stage', { description: 'What it does.' }),
    done: t.exposeFloat('done', { description: 'Units done.' }),
    total: t.exposeFloat('total', { description: 'Units in all.' }),
    unit: t.exposeString('unit', { description: 'What is counted.' }),
    fraction: t.float({
      description: 'Share done, 0 to 1.',
      resolve: ({ done, total }) => (total > 0 ? done / total : 0),
    }),
    secondsLeft: t.float({
      nullable: true,
      description: 'Estimate, in seconds.',
      resolve: ({ secondsLeft }) => secondsLeft ?? null,
    }),
  }),
});

const failureShape = z.object({ code: z.string(), message: z.string(), step: z.string().nullish() });

const RunFailure = builder.objectRef<z.output<typeof failureShape>>('RunFailure').implement({
  description: 'Why a run failed, in words.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable word for programs.' }),
    message: t.exposeString('message', { description: 'What happened.' }),
    step: t.string({
      nullable: true,
      description: 'Stage in which it happened.',
      resolve: ({ step }) => step ?? null,
    }),
  }),
});

const backendShape = z.object({
  name: z.string(),
  version: z.string(),
  tensorflowVersion: z.string().nullish(),
});

const Backend = builder.objectRef<z.output<typeof backendShape>>('Backend').implement({
  description: 'The TensorFlow.js backend that computed a run.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'native or wasm.' }),
    version: t.exposeString('version', { description: 'Version of TensorFlow.js.' }),
    tensorflowVersion: t.string({
      nullable: true,
      description: 'Version of libtensorflow.',
      resolve: (backend) => backend.tensorflowVersion ?? null,
    }),
  }),
});

builder.prismaObject('RunStep', {
  description: 'A stage of a run.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it does.' }),
    done: t.exposeInt('done', { description: 'Units done.' }),
    total: t.exposeInt('total', { description: 'Units in all.' }),
    unit: t.exposeString('unit', { description: 'What is counted.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    seconds: t.float({
      nullable: true,
      description: 'How long it took.',
      resolve: ({ startedAt, finishedAt }) =>
        finishedAt ? (finishedAt.getTime() - startedAt.getTime()) / 1000 : null,
    }),
  }),
});

const RunArtifact = builder.prismaObject('RunArtifact', {
  description: 'A file that a run made.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name within the run.' }),
    digest: t.exposeString('digest', { description: 'sha256 of its bytes.' }),
    bytes: t.float({
      description: 'Its size in bytes.',
      select: { artifact: { select: { bytes: true } } },
      resolve: ({ artifact }) => Number(artifact.bytes),
    }),
    mediaType: t.string({
      description: 'What kind of file it is.',
      select: { artifact: { select: { mediaType: true } } },
      resolve: ({ artifact }) => artifact.mediaType,
    }),
    url: t.string({
      description: 'Where it can be downloaded.',
      resolve: ({ runId, name }) => `/files/${runId}/${name}`,
    }),
  }),
});

/** An event of a run as the API describes it. */
export const RunEventObject = builder.prismaObject('RunEvent', {
  description:
    'Something that happened in a run. Numbers are without gaps: a subscription resumes after one.',
  fields: (t) => ({
    runId: t.id({ description: 'Id of the run.', resolve: ({ runId }) => encodeGlobalID('Run', runId) }),
    seq: t.exposeInt('seq', { description: 'Its number, from 1.' }),
    type: t.exposeString('type', {
      description: 'What happened: queued, claimed, progress, metric, step, succeeded and others.',
    }),
    data: t.expose('data', { type: 'JSON', description: 'What it carries.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
  }),
});

const RunInputObject = builder.prismaObject('RunInput', {
  description: 'Something that went into a run.',
  fields: (t) => ({
    role: t.exposeString('role', { description: 'As what it went in, such as model or attackSet/0.' }),
    run: t.relation('inputRun', { description: 'The run that made it.' }),
    thing: t.field({
      type: Thing,
      nullable: true,
      description: 'What it is.',
      resolve: ({ inputRunId }, _, { prisma }) => thingOfRun(prisma, inputRunId),
    }),
  }),
});

/** A run as the API describes it. */
export const RunObject = builder.prismaNode('Run', {
  id: { field: 'id', description: 'Global id.' },
  description: 'A piece of background work.',
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'What kind of work, such as trainModel.' }),
    kindTitle: t.string({
      description: 'What kind of work, for people.',
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
      resolve: ({ progress, status }) =>
        status === 'RUNNING' ? (progressShape.safeParse(progress).data ?? null) : null,
    }),
    failure: t.field({
      type: RunFailure,
      nullable: true,
      description: 'Why it failed.',
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
      type: RunArtifact,
      description: 'Files that it made.',
      query: { orderBy: { name: 'asc' } },
    }),
    thing: t.field({
      type: Thing,
      nullable: true,
      description: 'What it makes.',
      resolve: ({ id }, _, { prisma }) => thingOfRun(prisma, id),
    }),
    reusedFrom: t.relation('reusedFrom', {
      nullable: true,
      description: 'The earlier equal run whose outcome was taken over.',
    }),
    inputDigest: t.exposeString('inputDigest', {
      nullable: true,
      description: 'sha256 over everything that decides its result.',
    }),
    backend: t.field({
      type: Backend,
      nullable: true,
      description: 'What computed it.',
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
      resolve: (query, { id }, { afterSeq, first, types }, { prisma }) =>
        prisma.runEvent.findMany({
          ...query,
          where: { runId: id, seq: { gt: afterSeq ?? 0 }, ...(types ? { type: { in: types } } : {}) },
          orderBy: { seq: 'asc' },
          take: pageSize(first),
        }),
    }),
    lastSeq: t.exposeInt('lastSeq', {
      description: 'Number of its last event, from which a subscription goes on; 0 before the first.',
    }),
    createdByName: t.string({
      nullable: true,
      description: 'Who launched it.',
      select: { createdBy: true },
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
      resolve: ({ startedAt, finishedAt }) =>
        startedAt && finishedAt ? (finishedAt.getTime() - startedAt.getTime()) / 1000 : null,
    }),
    attempt: t.exposeInt('attempt', { description: 'How often a worker began it.' }),
    cancellable: t.boolean({
      description: 'Whether it can still be cancelled.',
      resolve: ({ status }) => ['WAITING', 'QUEUED', 'RUNNING'].includes(status),
    }),
    testBed: t.relation('testBed', { nullable: true, description: 'The test bed that it is part of.' }),
    project: t.relation('project', { description: 'The project that it belongs to.' }),
  }),
});

builder.prismaObjectField('Project', 'activeRuns', (t) =>
  t.relation('runs', {
    description: 'Runs that are not ended, oldest first, at most 100.',
    query: { where: { status: { in: ['WAITING', 'QUEUED', 'RUNNING'] } }, orderBy: { id: 'asc' }, take: 100 },
  }),
);
