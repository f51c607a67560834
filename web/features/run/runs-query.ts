import { graphql, type ResultOf, type VariablesOf } from '@fiducial/schema';
import { RunRow } from './run-row';

/** A page of runs with the columns that were asked for. */
export const RunsQuery = graphql(
  `
    query Runs(
      $projectId: ID, $filter: RunFilter, $sort: RunSort, $first: Int, $after: String,
      $metrics: [String!]!, $parameters: [String!]!
    ) {
      runs(projectId: $projectId, filter: $filter, sort: $sort, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            id
            ...RunRow
            metricSummaries(names: $metrics) { name last min max best }
            parameterValues(names: $parameters) { name text number }
            tags { key value }
          }
        }
      }
    }
  `,
  [RunRow],
);

/** What a list of runs is read with, its places aside. */
export type RunsQuestion = Omit<VariablesOf<typeof RunsQuery>, 'first' | 'after'>;

/** A page of runs as it was read. */
export type RunsPage = ResultOf<typeof RunsQuery>['runs'];

/** A run of a page. */
export type ListedRun = RunsPage['edges'][number]['node'];

/** What the runs of a project carry, and the lists of them that were saved. */
export const RunNames = graphql(`
  query RunNames($id: ID!) {
    node(id: $id) {
      __typename
      ... on Project {
        id
        metricNames
        parameterNames
        tagKeys
        savedViews { id name filter sort columns }
      }
    }
  }
`);

/** It as pages hold it. */
export type RunNamesData = Extract<NonNullable<ResultOf<typeof RunNames>['node']>, { __typename: 'Project' }>;
