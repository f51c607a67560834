import { graphql, type ResultOf } from '@fiducial/schema';

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
      methodId
      method {
        title
      }
      parameters
      stateBytes
      lookupBytes
      referenceSet {
        id
        name
      }
    }
    run {
      id
      peakMemoryBytes
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
    rocCurve(attackSetId: $attack, denominator: $over, points: $points) {
      auc
      thresholds
      falsePositives
      truePositives
      truePositiveRateLow @include(if: $bands)
      truePositiveRateHigh @include(if: $bands)
      nNegative
      nPositive
    }
  }
`);

/** An evaluation of a comparison. */
export type Evaluated = ResultOf<typeof ComparedEvaluationFields>;
