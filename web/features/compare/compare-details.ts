import { graphql, type ResultOf } from '@fiducial/schema';

/** How sure one may be of predictions by each detector's score. */
export const ConfidencesQuery = graphql(`
  query Confidences($ids: [ID!]!) {
    compare(evaluationIds: $ids) {
      __typename
      ... on Comparison {
        evaluations {
          id
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
        }
      }
    }
  }
`);

/** How the scores of each detector are spread. */
export const ScoreSpreadsQuery = graphql(`
  query ScoreSpreads($ids: [ID!]!) {
    compare(evaluationIds: $ids) {
      __typename
      ... on Comparison {
        evaluations {
          id
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
      }
    }
  }
`);

type ComparedIn<Answer extends { readonly compare: { readonly __typename: string } }> = Extract<
  Answer['compare'],
  { readonly evaluations: unknown }
>['evaluations'];

/** Confidence of each evaluation. */
export type Confidences = ComparedIn<ResultOf<typeof ConfidencesQuery>>;
/** Score distributions of each evaluation. */
export type ScoreSpreads = ComparedIn<ResultOf<typeof ScoreSpreadsQuery>>;

/** What the panels far down show; of many detectors it is asked for when a panel comes near the screen. */
export interface CompareDetails {
  readonly confidences: Confidences;
  readonly spreads: ScoreSpreads;
}

/** So many detectors are shown whole at once. */
export const mostWhole = 8;

/** Points of each curve: fewer where many lie over each other. */
export const curvePoints = (detectors: number) => (detectors <= mostWhole ? 1000 : 400);
