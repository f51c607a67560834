import { graphql, type ResultOf } from '@fiducial/schema';

/** What an evaluation does at a threshold, counted by the server. */
export const OperatingPointFields = graphql(`
  fragment OperatingPointFields on Evaluation {
    id
    operatingPoint(falsePositiveRate: $fpr, threshold: $threshold) {
      threshold
      falsePositiveRate
      position(attackSetId: $attack, denominator: $over) {
        falsePositiveRate
        truePositiveRate
      }
      groups {
        label
        group
        attackSet {
          id
        }
        n
        flagged
        rate
      }
    }
  }
`);

/** What the threshold control asks for while it is moved. */
export const OperatingPointsQuery = graphql(
  `
    query OperatingPoints($ids: [ID!]!, $fpr: Float, $threshold: Float, $attack: ID, $over: Denominator!) {
      compare(evaluationIds: $ids) {
        __typename
        ... on Comparison {
          evaluations {
            ...OperatingPointFields
          }
        }
      }
    }
  `,
  [OperatingPointFields],
);

/** What a detector does at one threshold. */
export type OperatingPoint = ResultOf<typeof OperatingPointFields>['operatingPoint'];
/** How much of one group lies above that threshold. */
export type GroupRate = OperatingPoint['groups'][number];
