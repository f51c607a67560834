import { graphql } from '@fiducial/schema';

/** A published protocol's figures beside the published ones. */
export const ProtocolResults = graphql(`
  fragment ProtocolResults on PublishedComparison {
    protocol { id title source }
    measure
    columns
    rows { detector ours publishedLabel published strongestThreatLevel }
    departures
    note
  }
`);
