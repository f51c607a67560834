import { type FragmentOf, graphql, type ResultOf } from '@fiducial/schema';

/** A finished evaluation as a line of the ranking. */
export const LeaderboardEntry = graphql(`
  fragment LeaderboardEntry on Evaluation {
    id
    name
    inputsDigest
    createdAt
    macroAuc
    macroAucLow
    macroAucHigh
    millisecondsPerInput
    detector { id name }
    strongestThreatLevel
    sample { id name }
    rows {
      kind
      auc
      aucLow
      aucHigh
      eer
      attackSet { id name }
    }
  }
`);

/** An entry, unmasked. */
export type LeaderboardEntryData = ResultOf<typeof LeaderboardEntry>;
/** An entry as a query hands it on. */
export type LeaderboardEntryRef = FragmentOf<typeof LeaderboardEntry>;
