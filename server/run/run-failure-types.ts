import { encodeGlobalID } from '@pothos/plugin-relay';
import { z } from 'zod';
import { builder } from '../graphql/builder';

/** Why a run failed, as its row has it. */
export const failureShape = z.object({
  code: z.string(),
  message: z.string(),
  step: z.string().nullish(),
  inputRunId: z.string().nullish(),
});

/** Why a run failed, as the API describes it. */
export const RunFailure = builder.objectRef<z.output<typeof failureShape>>('RunFailure').implement({
  description: 'Why a run failed, in words.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable word for programs.' }),
    message: t.exposeString('message', { description: 'What happened.' }),
    step: t.string({
      nullable: true,
      description: 'Stage in which it happened.',
      resolve: ({ step }) => step ?? null,
    }),
    inputRunId: t.id({
      nullable: true,
      description: 'Id of the run that it waited for, where that one did not succeed.',
      resolve: ({ inputRunId }) => (inputRunId ? encodeGlobalID('Run', inputRunId) : null),
    }),
  }),
});
