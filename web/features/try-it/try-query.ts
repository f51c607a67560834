import { graphql, type ResultOf, type VariablesOf } from '@fiducial/schema';

/** What the page of a detector needs before an image is tried: the model's input, its other detectors, attacks. */
export const TryPageQuery = graphql(`
  query TryPage($id: ID!) {
    node(id: $id) {
      __typename
      ... on Detector {
        id
        name
        ready
        project {
          id
          name
          leaderboard { detector { name createdAt } }
        }
        model {
          id
          name
          format
          bounds
          taps
          dataset {
            id
            inputShape
            classNames
            splits { name firstItem count }
          }
          detectors {
            id
            name
            createdAt
            methodId
            ready
            threshold
            thresholds { rule rate threshold }
          }
        }
      }
    }
    attackMethods { methodId title goal control needs norm parameters { name type default } }
  }
`);

/** What one side, given or attacked, is shown with. */
const TriedImageFields = graphql(`
  fragment TriedImageFields on TriedImage @_unmask {
    picture
    predictions { classIndex className confidence }
    verdicts {
      detector { id name }
      score
      threshold
      percentileAmongAuthentic
      sentence
      evaluation { id }
      neighbors(first: 20) {
        layer
        k
        agreeing
        nodes { rank distance weight className agrees item image { url width height } }
      }
      map { layers classNames distance values meanOfPredicted predictedClass }
    }
  }
`);

/** Shows an image to detectors, and attacks it. */
export const TryInputMutation = graphql(
  `
    mutation TryInput($input: TryInputInput!) {
      tryInput(input: $input) {
        __typename
        ... on UserError { message }
        ... on TriedInput {
          loadMilliseconds
          scoreMilliseconds
          attackMilliseconds
          given { ...TriedImageFields }
          attacked {
            image { ...TriedImageFields }
            difference
            factor
            norms { l0 l2 linf }
            success
          }
        }
      }
    }
  `,
  [TriedImageFields],
);

/** How authentic inputs of an evaluation score: what stands behind a score on its axis. */
export const AuthenticScoresQuery = graphql(`
  query AuthenticScores($id: ID!) {
    node(id: $id) {
      __typename
      ... on Evaluation {
        id
        scoreHistograms(bins: 60) { group edges counts atZero atOne n }
      }
    }
  }
`);

/** Images of the data set to choose from. */
export const TryItemsQuery = graphql(`
  query TryItems($id: ID!, $splitName: String!, $label: Int, $after: String) {
    node(id: $id) {
      __typename
      ... on Dataset {
        id
        items(splitName: $splitName, label: $label, first: 24, after: $after) {
          pageInfo { hasNextPage endCursor }
          edges { node { index className image { url width height } } }
        }
      }
    }
  }
`);

/** Bundles of detectors, to score in the browser. */
export const TryBundlesQuery = graphql(`
  query TryBundles($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Detector { id name bundle { url bytes } }
    }
  }
`);

type Node = NonNullable<ResultOf<typeof TryPageQuery>['node']>;
/** The detector whose page it is. */
export type TriedDetector = Extract<Node, { __typename: 'Detector' }>;
/** An attack that can be set on an image. */
export type TryAttack = ResultOf<typeof TryPageQuery>['attackMethods'][number];
/** What is asked. */
export type TryVariables = VariablesOf<typeof TryInputMutation>['input'];
/** What was answered. */
export type Tried = Extract<ResultOf<typeof TryInputMutation>['tryInput'], { __typename: 'TriedInput' }>;
/** What model and detectors say of one image. */
export type TriedSide = Tried['given'];
