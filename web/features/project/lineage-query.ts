import { graphql, type ResultOf } from '@fiducial/schema';

/** Things of a project with what each was made from: the newest hundred of each type. */
export const LineageQuery = graphql(`
  query Lineage($id: ID!) {
    node(id: $id) {
      __typename
      ... on Project {
        id
        datasets(first: 100) { totalCount edges { node { __typename id name run { id status } } } }
        models(first: 100) { totalCount edges { node { __typename id name dataset { id } run { id status } } } }
        samples(first: 100) { totalCount edges { node { __typename id name model { id } run { id status } } } }
        referenceSets(first: 100) { totalCount edges { node { __typename id name model { id } run { id status } } } }
        attackSets(first: 100) {
          totalCount
          edges { node { __typename id name control sample { id } target { id } surrogate { id } run { id status } } }
        }
        detectors(first: 100) {
          totalCount
          edges {
            node { __typename id name referenceSet { id } sample { id } attackSets { id } run { id status } }
          }
        }
        layerSweeps(first: 100) {
          totalCount
          edges {
            node {
              __typename id name source { id } referenceSet { id } sample { id } attackSets { id } run { id status }
            }
          }
        }
        evaluations(first: 100) {
          totalCount
          edges { node { __typename id name detector { id } sample { id } attackSets { id } run { id status } } }
        }
      }
    }
  }
`);

/** The project as the query gives it. */
export type LineageThings = Extract<
  NonNullable<ResultOf<typeof LineageQuery>['node']>,
  { __typename: 'Project' }
>;
