import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { encodeGlobalID } from '../graphql/global-id';
import { RunPriorityEnum } from '../run/run-priority';
import { TagInputObject } from '../run/tags-and-notes-types';
import { RunFilterInput } from '../run-search/run-filter-inputs';
import { cancelRuns, partSize, setRunPriorities, tagRuns } from './change-runs';
import { deleteRuns, type PartDeleted } from './delete-runs';
import type { PartDone } from './next-part';
import { RunRefusalsObject } from './run-refusal';

const errors = { types: expectedErrors };
const inParts = `Newest first, at most ${partSize} at once: ask again with what was reached until nothing is left. Doing it once more changes nothing.`;

const partDone = builder.interfaceRef<PartDone>('RunsChange').implement({
  description: 'What was done with a part of a selection of runs.',
  fields: (t) => ({
    seen: t.exposeInt('seen', { description: 'Runs of the selection that were looked at.' }),
    changed: t.exposeInt('changed', { description: 'Runs that were changed.' }),
    refusals: t.expose('refusals', {
      type: [RunRefusalsObject],
      description: 'Runs that were left as they are, by reason.',
    }),
    reachedId: t.id({
      nullable: true,
      description: 'The run with which the part ended, to ask again with; null after the last part.',
      resolve: ({ reachedId }) => reachedId && encodeGlobalID('Run', reachedId),
    }),
  }),
});

const RunsChanged = builder.objectRef<PartDone>('RunsChanged').implement({
  description: 'What was done with a part of a selection of runs.',
  interfaces: [partDone],
});

const RunsDeleted = builder.objectRef<PartDeleted>('RunsDeleted').implement({
  description: 'What was deleted of a selection of runs; those that went with them count as changed.',
  interfaces: [partDone],
  fields: (t) => ({
    deletionIds: t.idList({
      description: 'Global ids under which restoreRuns takes it back, for 30 days, one a project.',
      resolve: ({ deletionIds }) => deletionIds.map((id) => encodeGlobalID('RunDeletion', id)),
    }),
  }),
});

const RunSelectionInput = builder.inputType('RunSelectionInput', {
  description: 'Runs to be changed at once.',
  fields: (t) => ({
    filter: t.field({ type: RunFilterInput, required: true, description: 'Which runs.' }),
    projectId: t.globalID({ description: 'Only of this project.' }),
    after: t.id({ description: 'The run that the call before reached.' }),
  }),
});

type Given = typeof RunSelectionInput.$inferInput;
const selectionOf = ({ filter, projectId, after }: Given) => ({ filter, projectId: projectId?.id, after });
const words = { required: true, description: 'Which runs.' } as const;

builder.mutationFields((t) => ({
  cancelRuns: t.field({
    type: RunsChanged,
    description: `Cancels runs. ${inParts}`,
    errors,
    args: { selection: t.arg({ type: RunSelectionInput, ...words }) },
    resolve: (_, { selection }, context) => cancelRuns(context, selectionOf(selection)),
  }),
  setRunPriorities: t.field({
    type: RunsChanged,
    description: `Gives runs that wait or are queued another place among those of their team. ${inParts}`,
    errors,
    args: {
      selection: t.arg({ type: RunSelectionInput, ...words }),
      priority: t.arg({ type: RunPriorityEnum, required: true, description: 'Their priority from now on.' }),
    },
    resolve: (_, { selection, priority }, context) =>
      setRunPriorities(context, selectionOf(selection), priority),
  }),
  setTagsOfRuns: t.field({
    type: RunsChanged,
    description: `Puts tags on runs, over those of the same keys, and takes others away. ${inParts}`,
    errors,
    args: {
      selection: t.arg({ type: RunSelectionInput, ...words }),
      tags: t.arg({ type: [TagInputObject], required: true, description: 'Tags to be put on them.' }),
      remove: t.arg.stringList({ description: 'Keys of tags to be taken away.' }),
    },
    resolve: (_, { selection, tags, remove }, context) =>
      tagRuns(context, selectionOf(selection), { tags, remove: remove ?? [] }),
  }),
  deleteRuns: t.field({
    type: RunsDeleted,
    description: `Deletes runs with what they made; they can be restored for 30 days. Those under way are cancelled. ${inParts}`,
    errors,
    args: {
      selection: t.arg({ type: RunSelectionInput, ...words }),
      withDependents: t.arg.boolean({
        description: 'Whether the runs that were made from them go with them; else runs that have such stay.',
      }),
      deletionIds: t.arg.globalIDList({
        description: 'What the calls before gave: what is deleted now is restored together with that.',
      }),
    },
    resolve: (_, { selection, withDependents, deletionIds }, context) =>
      deleteRuns(context, selectionOf(selection), {
        withDependents: withDependents ?? false,
        deletionIds: deletionIds?.map(({ id }) => id) ?? [],
      }),
  }),
}));
