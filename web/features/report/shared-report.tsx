import { graphql, type ResultOf } from '@fiducial/schema';
import { read } from '../../lib/read';
import { BlockFields, BlockOutline } from './block-fields';
import { Colophon } from './colophon';
import { ReportBody } from './report-body';

/** A report as a public link shows it. */
export const SharedReportFields = graphql(
  `
    fragment SharedReportFields on SharedReport @_unmask {
      title
      changedAt
      blocks { ...BlockOutline }
    }
  `,
  [BlockOutline],
);

const SharedBlocksQuery = graphql(
  `
    query SharedBlocks($secret: String!, $at: [Int!]!) {
      sharedView(secret: $secret) { report { blocks(at: $at) { ...BlockFields } } }
    }
  `,
  [BlockFields],
);

/** The words and panels of a shared report. */
export function SharedReport({
  report: { blocks },
  secret,
}: {
  readonly report: ResultOf<typeof SharedReportFields>;
  readonly secret: string;
}) {
  return (
    <>
      <ReportBody
        outline={blocks}
        read={async (place) =>
          (await read(SharedBlocksQuery, { secret, at: [place] })).sharedView?.report?.blocks[0]
        }
      />
      <Colophon />
    </>
  );
}
