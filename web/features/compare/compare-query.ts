import { graphql, type ResultOf } from '@fiducial/schema';
import { LeakageFields } from '../sample/leakage-notice';
import { ChoosableFields } from './choosable-query';
import { ComparedEvaluationFields, RocPointsFields } from './compared-evaluation-fields';
import { OperatingPointFields } from './operating-points-query';

/** Everything that the first view of Compare shows. */
export const CompareQuery = graphql(
  `
    query Compare(
      $ids: [ID!]!
      $attack: ID
      $over: Denominator!
      $bands: Boolean!
      $points: Int!
      $fpr: Float
      $threshold: Float
    ) {
      compare(evaluationIds: $ids) {
        __typename
        ... on UserError {
          message
        }
        ... on Comparison {
          sameInputs
          warning
          attackSets {
            id
            name
            control
          }
          generalization {
            evaluation {
              id
              name
              strongestThreatLevel
              detector {
                id
              }
            }
            trainedOn {
              id
              name
            }
            cells {
              attackSet {
                id
              }
              auc
              aucLow
              aucHigh
              seen
            }
          }
          pairs(denominator: $over, onlyBest: true) {
            a
            b
            attackSet {
              id
            }
            deltaAuc
            deltaLow
            deltaHigh
            pValue: adjustedPValue
            significant
          }
          evaluations {
            id
            ...ComparedEvaluationFields
            ...OperatingPointFields
            ...RocPointsFields
            sample {
              id
              ...LeakageFields
            }
            detector {
              model {
                name
                dataset {
                  name
                }
              }
            }
            project {
              id
            }
          }
          projects {
            viewerRole
            id
            name
            leaderboard {
              ...ChoosableFields
            }
          }
        }
      }
    }
  `,
  [ComparedEvaluationFields, OperatingPointFields, RocPointsFields, LeakageFields, ChoosableFields],
);

type CompareResult = ResultOf<typeof CompareQuery>['compare'];
/** A comparison as the page asks for it. */
export type Comparison = Extract<CompareResult, { __typename: 'Comparison' }>;
