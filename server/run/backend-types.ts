import { z } from 'zod';
import { builder } from '../graphql/builder';

/** What computed a run, as its row has it. */
export const backendShape = z.object({
  name: z.string(),
  version: z.string(),
  tensorflowVersion: z.string().nullish(),
});

/** What computed a run, as the API describes it. */
export const BackendObject = builder.objectRef<z.output<typeof backendShape>>('Backend').implement({
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
