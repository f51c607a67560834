import { estimateShape } from '../estimate/estimate-run';
import { RunEstimateObject } from '../estimate/estimate-types';
import { builder } from '../graphql/builder';
import { BackendObject, backendShape } from './backend-types';

/** What a run was expected to need, and what computed it how. */
builder.prismaObjectFields('Run', (t) => ({
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
  smallerBatches: t.exposeBoolean('smallerBatches', {
    description:
      'Whether it computed in smaller batches, after it had run out of memory: its figures may differ in their last digits from those of an equal run.',
  }),
}));
