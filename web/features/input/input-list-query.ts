import { graphql, type ResultOf } from '@fiducial/schema';

/** An input as the list shows it. */
export const ListedInputFields = graphql(`
  fragment ListedInputFields on Input {
    index
    group
    label
    labelName
    epsilon
    success
    score
    attackSet {
      id
      name
    }
    image {
      url
      width
      height
    }
    predicted {
      classIndex
      className
    }
  }
`);

/** A page of the inputs of an evaluation. */
export const InputListQuery = graphql(
  `
    query InputList(
      $id: ID!
      $group: InputGroup
      $attackSetId: ID
      $successful: Boolean
      $detected: Boolean
      $threshold: Float
      $orderBy: InputOrder
      $first: Int
      $after: String
      $last: Int
      $before: String
    ) {
      node(id: $id) {
        __typename
        ... on Evaluation {
          id
          name
          ready
          run {
            id
          }
          detector {
            id
            name
            threshold
          }
          project {
            id
            name
          }
          attackSets {
            id
            name
            control
          }
          inputs(
            group: $group
            attackSetId: $attackSetId
            successful: $successful
            detected: $detected
            threshold: $threshold
            orderBy: $orderBy
            first: $first
            after: $after
            last: $last
            before: $before
          ) {
            totalCount
            pageInfo {
              hasNextPage
              hasPreviousPage
              startCursor
              endCursor
            }
            edges {
              cursor
              node {
                ...ListedInputFields
              }
            }
          }
        }
      }
    }
  `,
  [ListedInputFields],
);

type Node = NonNullable<ResultOf<typeof InputListQuery>['node']>;
/** The evaluation whose inputs are listed. */
export type ListedEvaluation = Extract<Node, { __typename: 'Evaluation' }>;
