import { graphql, type ResultOf } from '@fiducial/schema';

/** The input itself: pictures, what the model says, and its score under every detector of the project. */
export const InputQuery = graphql(`
  query Input($id: ID!, $index: Int!) {
    input(evaluationId: $id, index: $index) {
      index
      group
      label
      labelName
      epsilon
      success
      original
      image {
        url
        width
        height
      }
      clean {
        url
        width
        height
      }
      difference {
        url
        width
        height
        factor
      }
      predicted {
        classIndex
        className
        confidence
      }
      predictedClean {
        classIndex
        className
        confidence
      }
      norms {
        l0
        l2
        linf
      }
      attackSet {
        id
        name
        control
      }
      evaluation {
        id
        inputCount
        detector {
          id
          name
          model {
            id
            name
            taps
          }
        }
        project {
          id
          name
          leaderboard {
            detector {
              name
              createdAt
            }
          }
        }
      }
      scores {
        index
        score
        threshold
        flagged
        percentileAmongAuthentic
        evaluation {
          id
          detector {
            id
            name
            createdAt
          }
          scoreHistograms(bins: 60) {
            group
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

/** Why each detector gave its score. */
export const InputReasonsQuery = graphql(`
  query InputReasons($id: ID!, $index: Int!) {
    input(evaluationId: $id, index: $index) {
      scores {
        evaluation {
          id
          detector {
            name
          }
        }
        input {
          sentence
          neighbors(first: 24) {
            layer
            k
            agreeing
            nodes {
              rank
              distance
              weight
              className
              agrees
              item
              image {
                url
                width
                height
              }
            }
          }
          evolutionMap {
            layers
            classNames
            distance
            representative
            values
            meanOfPredicted
            meanOfTrue
            predictedClass
            trueClass
          }
        }
      }
    }
  }
`);

/** The inputs beside this one in the list that it was opened from. */
export const InputPlaceQuery = graphql(`
  query InputPlace(
    $id: ID!
    $at: String!
    $group: InputGroup
    $attackSetId: ID
    $successful: Boolean
    $detected: Boolean
    $threshold: Float
    $orderBy: InputOrder
  ) {
    node(id: $id) {
      __typename
      ... on Evaluation {
        next: inputs(
          group: $group
          attackSetId: $attackSetId
          successful: $successful
          detected: $detected
          threshold: $threshold
          orderBy: $orderBy
          first: 1
          after: $at
        ) {
          edges {
            cursor
            node {
              index
            }
          }
        }
        previous: inputs(
          group: $group
          attackSetId: $attackSetId
          successful: $successful
          detected: $detected
          threshold: $threshold
          orderBy: $orderBy
          last: 1
          before: $at
        ) {
          edges {
            cursor
            node {
              index
            }
          }
        }
      }
    }
  }
`);

/** The input that follows a place in a list; the first one of it without a place. */
export const InputAtQuery = graphql(`
  query InputAt(
    $id: ID!
    $after: String
    $group: InputGroup
    $attackSetId: ID
    $successful: Boolean
    $detected: Boolean
    $threshold: Float
    $orderBy: InputOrder
  ) {
    node(id: $id) {
      __typename
      ... on Evaluation {
        inputs(
          group: $group
          attackSetId: $attackSetId
          successful: $successful
          detected: $detected
          threshold: $threshold
          orderBy: $orderBy
          first: 1
          after: $after
        ) {
          edges {
            node {
              index
            }
          }
        }
      }
    }
  }
`);

/** An input as its page asks for it. */
export type Input = NonNullable<ResultOf<typeof InputQuery>['input']>;
/** Its score under one detector. */
export type InputScore = Input['scores'][number];
/** Why one detector gave it that score. */
export type Reasons = NonNullable<ResultOf<typeof InputReasonsQuery>['input']>['scores'][number]['input'];
/** The nearest training images behind a kNN score. */
export type Neighbors = NonNullable<Reasons['neighbors']>;
/** The map behind a score, with the mean maps of two classes. */
export type EvolutionMap = NonNullable<Reasons['evolutionMap']>;
