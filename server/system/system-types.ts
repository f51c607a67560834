import { z } from 'zod';
import { env } from '../env';
import { builder } from '../graphql/builder';
import { type RunFigures, readFigures, type WorkerFigures } from '../watch/run-figures';
import { examineSystem, type Finding } from './examine-system';

const versionsSchema = z.object({ fiducial: z.string(), node: z.string(), platform: z.string() });
const backendSchema = z.object({
  name: z.string(),
  version: z.string(),
  tensorflowVersion: z.string().nullish(),
});

const FindingState = builder.enumType('FindingState', {
  description: 'How something is that the product stands on.',
  values: {
    OK: { value: 'ok', description: 'As it should be.' },
    WARNING: { value: 'warning', description: 'It runs, but not as one would wish.' },
    BROKEN: { value: 'broken', description: 'It does not work.' },
  } as const,
});

const FindingObject = builder.objectRef<Finding>('Finding').implement({
  description: 'What came of looking at something that the product stands on, as `fiducial doctor` does.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'What was looked at.' }),
    state: t.expose('state', { type: FindingState, description: 'How it is.' }),
    words: t.exposeString('words', { description: 'What was found.' }),
    todo: t.exposeString('todo', { nullable: true, description: 'What to do about it, unless it is well.' }),
  }),
});

const WorkerObject = builder.objectRef<WorkerFigures>('Worker').implement({
  description: 'A process that takes runs from the queue and computes them.',
  fields: (t) => ({
    host: t.exposeString('host', { description: 'Name of its machine.' }),
    pid: t.exposeInt('pid', { description: 'Its number on that machine.' }),
    slots: t.exposeInt('slots', { description: 'How many runs it computes at once.' }),
    running: t.exposeInt('running', { description: 'How many it computes now.' }),
    memoryBytes: t.exposeFloat('memoryBytes', {
      nullable: true,
      description: 'Resident memory of it and its children, in bytes; null where its system does not tell.',
    }),
    runMemoryBytes: t.exposeFloat('runMemoryBytes', {
      nullable: true,
      description: 'Most memory that one of its runs may take, in bytes.',
    }),
    silentSeconds: t.exposeFloat('silentSeconds', {
      description: 'Seconds since it was heard of; its runs are taken over after a lease without a word.',
    }),
    lost: t.boolean({
      description: 'Whether it has been silent for longer than a lease.',
      resolve: ({ silentSeconds }) => silentSeconds * 1000 > env.leaseMs,
    }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'When it was started.',
      resolve: ({ startedAt }) => startedAt,
    }),
    version: t.string({
      nullable: true,
      description: 'Version of the product that it runs.',
      resolve: ({ versions }) => versionsSchema.safeParse(versions).data?.fiducial ?? null,
    }),
    nodeVersion: t.string({
      nullable: true,
      description: 'Version of Node that it runs on.',
      resolve: ({ versions }) => versionsSchema.safeParse(versions).data?.node ?? null,
    }),
    backend: t.string({
      nullable: true,
      description:
        'What it computes with: native (TensorFlow), wasm or cpu; null before its first run needs one.',
      resolve: ({ backend }) => backendSchema.safeParse(backend).data?.name ?? null,
    }),
    backendVersion: t.string({
      nullable: true,
      description: 'Version of that: of TensorFlow where it is native, of TF.js otherwise.',
      resolve: ({ backend }) => {
        const known = backendSchema.safeParse(backend).data;
        return known?.tensorflowVersion ?? known?.version ?? null;
      },
    }),
  }),
});

const SystemObject = builder.objectRef<RunFigures>('System').implement({
  description: 'The installation as a whole, over all teams.',
  fields: (t) => ({
    waiting: t.int({ description: 'Runs that wait for their inputs.', resolve: ({ open }) => open.waiting }),
    queued: t.int({ description: 'Runs that wait for a worker.', resolve: ({ open }) => open.queued }),
    running: t.int({
      description: 'Runs that workers compute.',
      resolve: ({ open, logged }) => open.running - logged,
    }),
    logged: t.exposeInt('logged', {
      description: 'Runs that are logged by code that runs elsewhere, and go on.',
    }),
    oldestQueuedSeconds: t.exposeFloat('oldestQueuedSeconds', {
      description:
        'For how long the run that waits longest for a worker has been there, in seconds; 0 without one.',
    }),
    storedBytes: t.exposeFloat('storedBytes', { description: 'Size of all artifacts, in bytes.' }),
    workers: t.field({
      type: [WorkerObject],
      description: 'All that are known, those that were heard of last first.',
      resolve: ({ workers }) => workers.toSorted((a, b) => a.silentSeconds - b.silentSeconds),
    }),
    findings: t.field({
      type: [FindingObject],
      description: 'What `fiducial doctor` finds on the machine of this server.',
      resolve: async () => [...(await examineSystem())],
    }),
  }),
});

builder.queryField('system', (t) =>
  t.field({
    type: SystemObject,
    nullable: true,
    description: 'The installation as a whole; null for those who are admins of no team.',
    resolve: (_, _args, { prisma, viewer }) =>
      viewer.access.teamsWith('ADMIN').length ? readFigures(prisma) : null,
  }),
);
