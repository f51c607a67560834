import { graphql } from '@fiducial/schema';
import { read } from '../../lib/read';
import { Ago } from '../../parts/ago';
import { Empty } from '../../parts/empty';
import { PageHead } from '../../parts/page-head';
import { PrintButton } from '../report/print-button';
import { SharedReport, SharedReportFields } from '../report/shared-report';
import { SharedComparison, SharedComparisonFields } from './shared-comparison';
import { SharedRun, SharedRunFields } from './shared-run';

const SharedQuery = graphql(
  `
    query Shared($secret: String!) {
      sharedView(secret: $secret) {
        title
        sharedAt
        comparison { ...SharedComparisonFields }
        run { ...SharedRunFields }
        report { ...SharedReportFields }
      }
    }
  `,
  [SharedComparisonFields, SharedRunFields, SharedReportFields],
);

/** Where a public link leads: one comparison, one run or one report, for people without an account. */
export async function SharedPage({ params }: { params: Promise<{ secret: string }> }) {
  const secret = decodeURIComponent((await params).secret);
  const { sharedView } = await read(SharedQuery, { secret });
  if (!sharedView)
    return (
      <>
        <PageHead title="This link is no longer good" />
        <Empty>
          It was taken back, or what it showed is gone. Ask whoever sent it to you for another one.
        </Empty>
      </>
    );
  const { title, sharedAt, comparison, run, report } = sharedView;
  return (
    <>
      <PageHead
        title={report?.title ?? title}
        actions={report && <PrintButton />}
        description={
          <>
            Shared by those who work on it, <Ago at={sharedAt} />. You can read it without an account.
          </>
        }
      />
      {run && <SharedRun run={run} />}
      {comparison && <SharedComparison comparison={comparison} />}
      {report && <SharedReport report={report} secret={secret} />}
      {!run && !comparison && !report && <Empty>What this link showed is gone.</Empty>}
    </>
  );
}
