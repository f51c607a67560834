import { graphql } from '@fiducial/schema';
import { read } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { Facts } from '../../parts/facts';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import { counted } from '../../text/names';
import { formatBytes, formatCount } from '../../text/numbers';
import { formatDuration } from '../../text/times';
import { FindingFields, FindingList } from './finding-list';
import { LookAgain } from './look-again';
import { WorkerFields, WorkerTable } from './worker-table';

const SystemQuery = graphql(
  `
    query System {
      serverInfo { version features }
      system {
        waiting
        queued
        running
        logged
        oldestQueuedSeconds
        storedBytes
        workers { ...WorkerFields }
        findings { ...FindingFields }
      }
    }
  `,
  [FindingFields, WorkerFields],
);

/** Is it well? */
export async function SystemPage() {
  const { serverInfo, system } = await read(SystemQuery, {});
  const head = (
    <PageHead
      title="System"
      description="What this installation stands on, what computes, and how much work there is, over all teams."
      actions={system && <LookAgain />}
    />
  );
  if (!system)
    return (
      <>
        {head}
        <Empty>
          This is shown to admins of a team. The server runs Fiducial {serverInfo.version}; how much of your
          own work waits is on Home.
        </Empty>
      </>
    );
  const { waiting, queued, running, logged, oldestQueuedSeconds, storedBytes, workers, findings } = system;
  return (
    <>
      {head}
      <Facts
        items={[
          ['Running', counted(running, 'run')],
          ['Queued', counted(queued, 'run')],
          ['Longest in the queue', queued > 0 ? formatDuration(oldestQueuedSeconds) : '–'],
          ['Waiting for inputs', counted(waiting, 'run')],
          ['Logged from elsewhere', counted(logged, 'run')],
          ['Artifacts', formatBytes(storedBytes)],
        ]}
      />
      <Section title="Workers" note={workers.length > 0 && counted(workers.length, 'process', 'processes')}>
        {workers.length > 0 ? (
          <WorkerTable workers={workers} />
        ) : (
          <Empty>
            None is known, so {queued > 0 ? `${formatCount(queued)} queued runs wait` : 'runs would wait'}.
            The product starts some with itself; further ones, on any machine that reaches the database and
            the store, with “npm run worker”.
          </Empty>
        )}
      </Section>
      <Section
        title="What it stands on"
        note={`Fiducial ${serverInfo.version}, looked at just now, on the machine of the server`}
      >
        <FindingList findings={findings} />
      </Section>
    </>
  );
}
