import { builder } from '../graphql/builder';
import { Thing } from '../graphql/thing';
import { thingOfRun } from './thing-of-run';

/** Something that went into a run, as the API describes it. */
export const RunInputObject = builder.prismaObject('RunInput', {
  description: 'Something that went into a run.',
  fields: (t) => ({
    role: t.exposeString('role', { description: 'As what it went in, such as model or attackSet/0.' }),
    run: t.relation('inputRun', { description: 'The run that made it.' }),
    thing: t.field({
      type: Thing,
      nullable: true,
      description: 'What it is.',
      resolve: ({ inputRunId }, _, context) => thingOfRun(context, inputRunId),
    }),
  }),
});
