import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { NotFoundError } from '../user-error';
import { RunObject } from './run-types';
import { setNotes, setTags } from './tags-and-notes';

/** A tag as mutations take it. */
export const TagInputObject = builder.inputType('TagInput', {
  description: 'A key and what it says, on a run.',
  fields: (t) => ({
    key: t.string({ required: true, description: '1 to 250 characters.' }),
    value: t.string({ required: true, description: 'What it says, at most 250 characters; may be empty.' }),
  }),
});

const RunTagObject = builder.prismaObject('RunTag', {
  description: 'A key and what it says, on a run.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What it is about.' }),
    value: t.exposeString('value', { description: 'What it says.' }),
  }),
});

const RunParamObject = builder.prismaObject('RunParam', {
  description: 'A parameter of a run.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its path, such as optimizer.learningRate.' }),
    text: t.exposeString('text', { description: 'Its value in words; lists as JSON.' }),
    number: t.exposeFloat('number', { nullable: true, description: 'Its value, of one that is a number.' }),
  }),
});

builder.prismaObjectFields('Run', (t) => ({
  notes: t.exposeString('notes', { description: 'What people wrote about it.' }),
  lastHeardAt: t.expose('lastHeardAt', {
    type: 'DateTime',
    nullable: true,
    description: 'When a logged run last logged something; null for others.',
  }),
  tags: t.relation('tags', {
    type: RunTagObject,
    description: 'Tags of it, by key.',
    query: { orderBy: { key: 'asc' } },
  }),
  parameterValues: t.relation('flatParams', {
    type: RunParamObject,
    description: 'Its parameters one by one under their paths, by name.',
    args: { names: t.arg.stringList({ description: 'Only these.' }) },
    query: ({ names }) => ({
      ...(names ? { where: { name: { in: names } } } : {}),
      orderBy: { name: 'asc' },
      take: 1000,
    }),
  }),
}));

builder.mutationFields((t) => ({
  setTags: t.prismaField({
    type: RunObject,
    description: 'Puts tags on a run, over those of the same keys, and takes others away.',
    errors: { types: expectedErrors },
    args: {
      runId: t.arg.globalID({ required: true, description: 'The run.' }),
      tags: t.arg({ type: [TagInputObject], required: true, description: 'Tags to put on it.' }),
      remove: t.arg.stringList({ description: 'Keys of tags to take away.' }),
    },
    resolve: async (query, _, { runId, tags, remove }, context) => {
      const { id } = await setTags(context, { runId: runId.id, tags, remove: remove ?? [] });
      return context.prisma.run.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
  setNotes: t.prismaField({
    type: RunObject,
    description: 'Replaces what people wrote about a run.',
    errors: { types: expectedErrors },
    args: {
      runId: t.arg.globalID({ required: true, description: 'The run.' }),
      notes: t.arg.string({ required: true, description: 'The new notes, at most 20,000 characters.' }),
      expected: t.arg.string({
        description: 'The notes as they were read: refused where somebody changed them since.',
      }),
    },
    resolve: async (query, _, { runId, notes, expected }, context) => {
      const { id } = await setNotes(context, { runId: runId.id, notes, expected });
      const run = await context.prisma.run.findUnique({ ...query, where: { id } });
      if (!run) throw new NotFoundError('No such run.'); // deleted in between
      return run;
    },
  }),
}));
