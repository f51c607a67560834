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
      createdAt
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
      truePositiveRateLow @include(if: $bands)
      truePositiveRateHigh @include(if: $bands)
      nNegative
      nPositive
    }
  }
`);

/** The points of an evaluation's curve, in counts: whole numbers say the same in fewer bytes. */
export const RocPointsFields = graphql(`
  fragment RocPointsFields on Evaluation {
    rocCurve(attackSetId: $attack, denominator: $over, points: $points) {
      thresholds
      falsePositives
      truePositives
      nNegative
      nPositive
    }
  }
`);

/** An evaluation of a comparison. */
export type Evaluated = ResultOf<typeof ComparedEvaluationFields>;
