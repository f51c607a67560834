import { graphql, type ResultOf } from '@fiducial/schema';

/** What the page of a run shows beside what every run has: words of people, and what was logged from outside. */
export const RunWords = graphql(`
  fragment RunWords on Run {
    id
    notes
    lastHeardAt
    tags { key value }
    parameterValues { name text number }
    metricsUrl
    metricSummaries { name goal count last lastStep min max best }
  }
`);

/** It as pages hold it. */
export type RunWordsData = ResultOf<typeof RunWords>;

/** Puts tags on a run and takes others away. */
export const SetTags = graphql(`
  mutation SetTags($runId: ID!, $tags: [TagInput!]!, $remove: [String!]) {
    setTags(runId: $runId, tags: $tags, remove: $remove) {
      __typename
      ... on UserError { message }
      ... on Run { id tags { key value } }
    }
  }
`);

/** Replaces the notes of a run, unless somebody changed them since they were read. */
export const SetNotes = graphql(`
  mutation SetNotes($runId: ID!, $notes: String!, $expected: String!) {
    setNotes(runId: $runId, notes: $notes, expected: $expected) {
      __typename
      ... on UserError { message }
      ... on Run { id notes }
    }
  }
`);

/** Ends a logged run. */
export const FinishRun = graphql(`
  mutation FinishRun($input: FinishRunInput!) {
    finishRun(input: $input) {
      __typename
      ... on UserError { message }
      ... on Run { id status }
    }
  }
`);
