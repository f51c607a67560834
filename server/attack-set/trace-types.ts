import type { Trace } from '@fiducial/core/attacks';
import { readParsed } from '../artifact/read-artifact';
import { builder } from '../graphql/builder';
import { attackParams } from './attack-results';
import { readTraces, traceColumns } from './trace-file';

const AttackTrace = builder.objectRef<Trace>('AttackTrace').implement({
  description: 'How an attack went, query by query: means over all images.',
  fields: (t) => ({
    loss: t.floatList({
      description: 'Cross-entropy with the class to leave, or with a target to reach, at each query.',
      resolve: ({ loss }) => [...loss],
    }),
    success: t.floatList({
      description: 'Share of the images for which some query up to this one was a success.',
      resolve: ({ success }) => [...success],
    }),
  }),
});

builder.prismaObjectField('AttackSet', 'traces', (t) =>
  t.field({
    type: [AttackTrace],
    description:
      'How it went at each budget; empty when its launch did not ask for it, and before it is made.',
    select: { run: { select: { params: true, status: true } } },
    resolve: async ({ run, runId }, _, context) => {
      const asked = attackParams.safeParse(run.params).data?.trace === true;
      if (!asked || run.status !== 'SUCCEEDED') return [];
      return readParsed(context, { runId, name: 'trace' }, (bytes) => readTraces(bytes, traceColumns));
    },
  }),
);
