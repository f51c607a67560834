import { builder } from '../graphql/builder';
import { encodeGlobalID } from '../graphql/global-id';
import { RunFilterInput } from '../run-search/run-filter-inputs';
import { mostSelected, type Outlook, outlookOf, type SelectionOutlook } from './outlook';
import { RunRefusalsObject } from './run-refusal';

const SelectionActionEnum = builder.enumType('SelectionAction', {
  description: 'What can be done with all runs of a selection at once.',
  values: {
    CANCEL: { description: 'cancelRuns.' },
    SET_PRIORITY: { description: 'setRunPriorities.' },
    TAG: { description: 'setTagsOfRuns.' },
    DELETE: { description: 'deleteRuns, without what was made from them.' },
    COMPARE: { description: 'A comparison of the evaluations that they made.' },
  } as const,
});

const OutlookObject = builder.objectRef<Outlook>('SelectionOutlook').implement({
  description: 'How an action on all runs of a selection would come out now.',
  fields: (t) => ({
    action: t.expose('action', { type: SelectionActionEnum, description: 'The action.' }),
    able: t.exposeInt('able', { description: 'Runs that it would bear on.' }),
    refusals: t.expose('refusals', {
      type: [RunRefusalsObject],
      description: 'Runs that it would leave as they are, by reason.',
    }),
  }),
});

const RunSelectionObject = builder.objectRef<SelectionOutlook>('RunSelection').implement({
  description: 'All runs that a filter leaves, to do something with them at once.',
  fields: (t) => ({
    runs: t.exposeInt('runs', { description: `How many there are, counted up to ${mostSelected}.` }),
    newestId: t.id({
      nullable: true,
      description: 'The newest of them: given as filter.newest, the selection does not grow any more.',
      resolve: ({ newestId }) => newestId && encodeGlobalID('Run', newestId),
    }),
    evaluationIds: t.idList({
      description: 'Evaluations that they made, the newest 50.',
      resolve: ({ evaluationIds }) => evaluationIds.map((id) => encodeGlobalID('Evaluation', id)),
    }),
    outlooks: t.expose('outlooks', { type: [OutlookObject], description: 'How each action would come out.' }),
  }),
});

builder.queryField('runSelection', (t) =>
  t.field({
    type: RunSelectionObject,
    description: 'All runs that a filter leaves, and what can be done with them at once.',
    args: {
      filter: t.arg({ type: RunFilterInput, required: true, description: 'Which runs.' }),
      projectId: t.arg.globalID({ description: 'Only of this project.' }),
    },
    resolve: async (_, { filter, projectId }, { prisma, viewer }) => {
      const where = { AND: [viewer.projects, projectId ? { id: projectId.id } : {}] };
      const projects = await prisma.project.findMany({ where, select: { id: true } });
      return outlookOf({ prisma, viewer }, { projectIds: projects.map(({ id }) => id), filter });
    },
  }),
);
