import { graphql, type ResultOf } from '@fiducial/schema';
import { ListedInputFields } from '../input/input-list-query';

/** All scores of two evaluations of the same inputs. */
export const DisagreementQuery = graphql(`
  query Disagreement($x: ID!, $y: ID!) {
    x: node(id: $x) {
      __typename
      ... on Evaluation {
        id
        attackSets {
          id
        }
        scores {
          score
          group
          attackSetIndex
          success
        }
      }
    }
    y: node(id: $y) {
      __typename
      ... on Evaluation {
        id
        scores {
          score
        }
      }
    }
  }
`);

/** The picked inputs with their pictures, as one of the two scores them. */
export const PickedInputsQuery = graphql(
  `
    query PickedInputs($id: ID!, $indices: [Int!]!) {
      node(id: $id) {
        __typename
        ... on Evaluation {
          id
          inputsAt(indices: $indices) {
            ...ListedInputFields
          }
        }
      }
    }
  `,
  [ListedInputFields],
);

type Sides = ResultOf<typeof DisagreementQuery>;
/** Scores of the evaluation along the axis to the right, with what each input is. */
export type ScoredX = Extract<NonNullable<Sides['x']>, { __typename: 'Evaluation' }>;
/** Scores of the other one. */
export type ScoredY = Extract<NonNullable<Sides['y']>, { __typename: 'Evaluation' }>;
