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

/** An evaluation of a comparison. */
export type Evaluated = ResultOf<typeof ComparedEvaluationFields>;
