import { type FragmentOf, graphql, type ResultOf } from '@fiducial/schema';

/** What several seeds say of a detector. */
export const SeedSpreadFields = graphql(`
  fragment SeedSpreadFields on SeedSpread {
    name
    macroAuc { n mean standardDeviation minimum maximum }
    attacks { name control auc { n mean standardDeviation minimum maximum } }
    seeds { detector { id strongestThreatLevel } evaluation { macroAuc } }
  }
`);

/** What several seeds say of a detector, unmasked. */
export type SeedSpreadData = ResultOf<typeof SeedSpreadFields>;
/** As a query hands it on. */
export type SeedSpreadRef = FragmentOf<typeof SeedSpreadFields>;

/** The figures of each seed. */
export const SeedRows = graphql(`
  fragment SeedRows on SeedSpread {
    seeds {
      seed
      detector { id name }
      evaluation {
        __typename
        id
        name
        macroAuc
        macroAucLow
        macroAucHigh
        run { id status }
        rows { kind auc aucLow aucHigh attackSet { id name control } }
      }
    }
  }
`);

/** What the figures beside ± are. */
export const deviationWords = '± the standard deviation over seeds, divided by n − 1';
