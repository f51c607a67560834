import { encodeGlobalID } from '@pothos/plugin-relay';
import { builder } from '../graphql/builder';
import { pageSize } from '../graphql/page-size';
import { LimitError } from '../user-error';

/** Types of events that one may ask for at once: more than there are. */
const mostTypes = 100;

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

builder.prismaObjectFields('Run', (t) => ({
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
}));
