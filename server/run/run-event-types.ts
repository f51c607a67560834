import { encodeGlobalID } from '@pothos/plugin-relay';
import { builder } from '../graphql/builder';

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
