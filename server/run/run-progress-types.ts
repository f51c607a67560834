import { z } from 'zod';
import { builder } from '../graphql/builder';

/** How far a run is, as its row has it. */
export const progressShape = z.object({
  stage: z.string(),
  done: z.number(),
  total: z.number(),
  unit: z.string(),
  secondsLeft: z.number().nullish(),
});

/** How far a running run is, as the API describes it. */
export const RunProgress = builder.objectRef<z.output<typeof progressShape>>('RunProgress').implement({
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
