import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { encodeGlobalID } from '../graphql/global-id';
import { RunFilterInput, RunSortInput } from '../run-search/run-filter-inputs';
import { deleteView, saveView } from './saved-view';

const SavedViewObject = builder.prismaNode('SavedView', {
  id: { field: 'id', description: 'Global id.' },
  description: 'A list of runs that people come back to.',
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    filter: t.expose('filter', { type: 'JSON', description: 'Which runs, as RunFilter takes it.' }),
    sort: t.expose('sort', {
      type: 'JSON',
      nullable: true,
      description: 'In which order, as RunSort takes it.',
    }),
    columns: t.exposeStringList('columns', {
      description: 'Columns beside the title: what pages call them.',
    }),
    createdByName: t.string({
      nullable: true,
      description: 'Who saved it first.',
      select: { createdBy: true },
      resolve: ({ createdBy }) => createdBy?.name ?? null,
    }),
  }),
});

builder.prismaObjectField('Project', 'savedViews', (t) =>
  t.relation('savedViews', {
    type: SavedViewObject,
    description: 'Lists of runs that people come back to, by name.',
    query: { orderBy: { name: 'asc' } },
  }),
);

const SaveViewInput = builder.inputType('SaveViewInput', {
  description: 'A list of runs to come back to.',
  fields: (t) => ({
    projectId: t.globalID({ required: true, description: 'The project.' }),
    name: t.string({ required: true, description: 'What people call it; one of that name is replaced.' }),
    filter: t.field({ type: RunFilterInput, description: 'Which runs.' }),
    sort: t.field({ type: RunSortInput, description: 'In which order.' }),
    columns: t.stringList({ required: true, description: 'Columns beside the title; at most 50.' }),
  }),
});

const DeletedView = builder.objectRef<{ id: string }>('DeletedView').implement({
  description: 'A saved view that is gone.',
  fields: (t) => ({
    id: t.id({ description: 'Its global id.', resolve: ({ id }) => encodeGlobalID('SavedView', id) }),
  }),
});

builder.mutationFields((t) => ({
  saveView: t.prismaField({
    type: SavedViewObject,
    description: 'Keeps a list of runs under a name, in place of one of the same name.',
    errors: { types: expectedErrors },
    args: { input: t.arg({ type: SaveViewInput, required: true, description: 'The list.' }) },
    resolve: (_query, _, { input }, context) =>
      saveView(context, { ...input, projectId: input.projectId.id }),
  }),
  deleteView: t.field({
    type: DeletedView,
    description: 'Forgets a saved view; its runs stay.',
    errors: { types: expectedErrors },
    args: { id: t.arg.globalID({ required: true, description: 'The view.' }) },
    resolve: async (_, { id }, context) => ({ id: await deleteView(context, id.id) }),
  }),
}));
