import { graphql, type ResultOf } from '@fiducial/schema';

/** What attackers with more and more knowledge get past a detector. */
export const ThreatsQuery = graphql(`
  query Threats($id: ID!) {
    node(id: $id) {
      __typename
      ... on Detector {
        id
        name
        ready
        project { id name }
        sample { id name testCount validationCount }
        method { title differentiable }
        attackedIn { __typename id name threatLevel run { id status } }
        threats {
          level
          norm
          attackSet {
            id
            name
            attack { title }
            surrogate { id name }
            epsilons
            stepTraces { loss success evaded }
          }
          budgets {
            epsilon
            attacked
            successful
            evasions { falsePositiveRate evaded evasionRate meanL2 meanLinf }
          }
          curve { budget evasionRate }
          checks { check passed reason }
          evaluation { id }
        }
      }
    }
  }
`);

/** The detector of the page. */
export type Threatened = Extract<
  NonNullable<ResultOf<typeof ThreatsQuery>['node']>,
  { __typename: 'Detector' }
>;
/** An attack that it has judged. */
export type Threat = Threatened['threats'][number];

/** What an attacker knows, as people say it. */
export const levelTitles = {
  ZERO: 'Zero knowledge',
  LIMITED: 'Limited knowledge',
  PERFECT: 'Perfect knowledge',
} as const satisfies Record<Threat['level'], string>;
