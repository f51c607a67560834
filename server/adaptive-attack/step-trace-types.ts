import type { StepTrace } from '@fiducial/core/adaptive';
import { readParsed } from '../artifact/read-artifact';
import { readTraces, stepColumns } from '../attack-set/trace-file';
import { builder } from '../graphql/builder';

const StepTraceObject = builder.objectRef<StepTrace>('StepTrace').implement({
  description: 'How an attack on a detector went, iterate by iterate: means over all images.',
  fields: (t) => ({
    loss: t.floatList({
      description:
        'How far from fooling the classifier, in logits, plus how far above the threshold of the soft score, in standard deviations of authentic scores.',
      resolve: ({ loss }) => [...loss],
    }),
    success: t.floatList({
      description: 'Share of the images for which some iterate up to this one fools the classifier.',
      resolve: ({ success }) => [...success],
    }),
    evaded: t.floatList({
      description: 'Share for which some such iterate also passes the detector that was known, at 5 %.',
      resolve: ({ evaded }) => [...evaded],
    }),
  }),
});

builder.prismaObjectField('AttackSet', 'stepTraces', (t) =>
  t.field({
    type: [StepTraceObject],
    description: 'How an attack on a detector went at each budget; empty before it is made, and for others.',
    select: { run: { select: { status: true } } },
    resolve: async ({ run, runId, targetId }, _, context) =>
      targetId && run.status === 'SUCCEEDED'
        ? readParsed(context, { runId, name: 'steps' }, (bytes) => readTraces(bytes, stepColumns))
        : [],
  }),
);
