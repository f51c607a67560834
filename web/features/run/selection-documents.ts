import { graphql, type ResultOf, type VariablesOf } from '@fiducial/schema';

/** What is selected, and how each action on it would come out. */
export const SelectionQuery = graphql(`
  query RunSelection($projectId: ID, $filter: RunFilter!) {
    runSelection(projectId: $projectId, filter: $filter) {
      runs
      newestId
      evaluationIds
      outlooks { action able refusals { reason runs } }
    }
  }
`);

/** It as pages hold it. */
export type SelectionOutlook = ResultOf<typeof SelectionQuery>['runSelection'];
/** What can be done with a selection. */
export type SelectionAction = SelectionOutlook['outlooks'][number]['action'];
/** Runs to be changed at once, as the API takes them. */
export type RunSelectionInput = VariablesOf<typeof CancelRuns>['selection'];

/** Cancels those of a selection that have not ended. */
export const CancelRuns = graphql(`
  mutation CancelRuns($selection: RunSelectionInput!) {
    result: cancelRuns(selection: $selection) {
      __typename
      ... on UserError { message }
      ... on RunsChanged { seen changed reachedId refusals { reason runs } }
    }
  }
`);

/** Gives those of a selection that are queued or wait another place in line. */
export const SetRunPriorities = graphql(`
  mutation SetRunPriorities($selection: RunSelectionInput!, $priority: RunPriority!) {
    result: setRunPriorities(selection: $selection, priority: $priority) {
      __typename
      ... on UserError { message }
      ... on RunsChanged { seen changed reachedId refusals { reason runs } }
    }
  }
`);

/** Sets and removes tags of a selection. */
export const SetTagsOfRuns = graphql(`
  mutation SetTagsOfRuns($selection: RunSelectionInput!, $tags: [TagInput!]!, $remove: [String!]!) {
    result: setTagsOfRuns(selection: $selection, tags: $tags, remove: $remove) {
      __typename
      ... on UserError { message }
      ... on RunsChanged { seen changed reachedId refusals { reason runs } }
    }
  }
`);

/** Deletes a selection, under ids by which it can be taken back. */
export const DeleteRuns = graphql(`
  mutation DeleteRuns($selection: RunSelectionInput!, $withDependents: Boolean!, $deletionIds: [ID!]!) {
    result: deleteRuns(selection: $selection, withDependents: $withDependents, deletionIds: $deletionIds) {
      __typename
      ... on UserError { message }
      ... on RunsDeleted { seen changed reachedId refusals { reason runs } deletionIds }
    }
  }
`);
