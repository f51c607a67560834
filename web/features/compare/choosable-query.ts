import { graphql, type ResultOf } from '@fiducial/schema';

/** An evaluation as those who choose what to compare see it. */
export const ChoosableFields = graphql(`
  fragment ChoosableFields on Evaluation @_unmask {
    id
    macroAuc
    macroAucLow
    macroAucHigh
    inputsDigest
    strongestThreatLevel
    detector {
      name
      createdAt
      methodId
    }
  }
`);

/** Evaluations that can be chosen, project by project. */
export const ChoosableQuery = graphql(
  `
    query Choosable {
      projects(first: 20) {
        edges {
          node {
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
  [ChoosableFields],
);

/** An evaluation as the chooser lists it. */
export type Choosable = ResultOf<typeof ChoosableFields>;
