import { graphql, type ResultOf } from '@fiducial/schema';
import { LeakageFields } from '../sample/leakage-notice';

/** What one evaluation's curve, table and distributions are drawn from. */
export const ComparedEvaluationFields = graphql(`
  fragment ComparedEvaluationFields on Evaluation {
    id
    name
    inputCount
    millisecondsPerInput
    recall
    detector {
      id
      name
      threshold
      trainedOn
    }
    seedSpread {
      macroAuc {
        n
        mean
        standardDeviation
      }
    }
    strongestThreatLevel
    rows(denominator: $over) {
      kind
      attackSet {
        id
        name
      }
      nNegative
      nPositive
      auc
      aucLow
      aucHigh
      eer
      tprAt1Fpr
      tprAt5Fpr
    }
    rocCurve(attackSetId: $attack, denominator: $over) {
      auc
      thresholds
      falsePositiveRate
      truePositiveRate
      truePositiveRateLow @include(if: $bands)
      truePositiveRateHigh @include(if: $bands)
      nNegative
      nPositive
    }
    confidence {
      right
      wrong
      detector {
        brier
        calibrationError
        riskCoverage {
          coverage
          risk
          area
        }
      }
      softmax {
        brier
        calibrationError
        riskCoverage {
          coverage
          risk
          area
        }
      }
    }
    scoreHistograms(bins: 40) {
      label
      group
      attackSet {
        id
      }
      edges
      counts
      atZero
      atOne
      n
    }
  }
`);

/** What an evaluation does at a threshold, counted by the server. */
export const OperatingPointFields = graphql(`
  fragment OperatingPointFields on Evaluation {
    id
    operatingPoint(falsePositiveRate: $fpr, threshold: $threshold) {
      threshold
      falsePositiveRate
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

/** Everything that the first view of Compare shows. */
export const CompareQuery = graphql(
  `
    query Compare(
      $ids: [ID!]!
      $attack: ID
      $over: Denominator!
      $bands: Boolean!
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
          pairs(denominator: $over) {
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
              name
              leaderboard {
                id
                macroAuc
                macroAucLow
                macroAucHigh
                inputsDigest
                detector {
                  name
                  methodId
                }
              }
            }
          }
        }
      }
    }
  `,
  [ComparedEvaluationFields, OperatingPointFields, LeakageFields],
);

/** What the threshold control asks for while it is moved. */
export const OperatingPointsQuery = graphql(
  `
    query OperatingPoints($ids: [ID!]!, $fpr: Float, $threshold: Float) {
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

/** Evaluations that can be chosen, project by project. */
export const ChoosableQuery = graphql(`
  query Choosable {
    projects(first: 20) {
      edges {
        node {
          id
          name
          leaderboard {
            id
            macroAuc
            macroAucLow
            macroAucHigh
            inputsDigest
            detector {
              name
              methodId
            }
          }
        }
      }
    }
  }
`);

type CompareResult = ResultOf<typeof CompareQuery>['compare'];
/** A comparison as the page asks for it. */
export type Comparison = Extract<CompareResult, { __typename: 'Comparison' }>;
/** An evaluation of a comparison. */
export type Evaluated = ResultOf<typeof ComparedEvaluationFields>;
/** What a detector does at one threshold. */
export type OperatingPoint = ResultOf<typeof OperatingPointFields>['operatingPoint'];
/** How much of one group lies above that threshold. */
export type GroupRate = OperatingPoint['groups'][number];
/** An evaluation as the chooser lists it. */
export type Choosable = ResultOf<
  typeof ChoosableQuery
>['projects']['edges'][number]['node']['leaderboard'][number];
