import { graphql } from '@fiducial/schema';
import { QualityFlags } from '../attack-set/quality-flags';

/** Everything in a project, newest first, for tables. */
export const ProjectThings = graphql(
  `
  query ProjectThings($id: ID!) {
    node(id: $id) {
      __typename
      ... on Project {
        id
        datasets(first: 50) {
          totalCount
          edges { node { __typename id name createdAt ready itemCount inputShape classNames run { id status } } }
        }
        models(first: 50) {
          totalCount
          edges { node { __typename id name createdAt ready cleanAccuracy dataset { id name } run { id status } } }
        }
        samples(first: 50) {
          totalCount
          edges {
            node {
              __typename id name createdAt ready trainCount validationCount testCount errorCount
              model { id name }
              run { id status }
            }
          }
        }
        attackSets(first: 100) {
          totalCount
          edges {
            node {
              __typename id name createdAt ready control epsilons
              attack { title }
              outcomes { epsilon successRate }
              ...QualityFlags
              sample { id name }
              model { id name }
              run { id status }
            }
          }
        }
        referenceSets(first: 50) {
          totalCount
          edges { node { __typename id name createdAt ready layers count model { id name } run { id status } } }
        }
        detectors(first: 100) {
          totalCount
          edges {
            node {
              __typename id name createdAt ready threshold
              method { title }
              model { id name }
              referenceSet { id name }
              run { id status }
            }
          }
        }
        layerSweeps(first: 50) {
          totalCount
          edges {
            node {
              __typename id name createdAt ready macroAuc
              bestSetting { layer preprocessing weighting k }
              source { id name }
              referenceSet { id name }
              sample { id name }
              run { id status }
            }
          }
        }
        evaluations(first: 100) {
          totalCount
          edges {
            node {
              __typename id name createdAt ready inputCount macroAuc macroAucLow macroAucHigh strongestThreatLevel
              detector { id name }
              sample { id name }
              run { id status }
            }
          }
        }
      }
    }
  }
`,
  [QualityFlags],
);
