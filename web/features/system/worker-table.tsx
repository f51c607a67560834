import { type FragmentOf, graphql, type ResultOf, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { Ago } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { formatBytes } from '../../text/numbers';
import { formatDuration } from '../../text/times';
import classes from './system.module.css';

/** A worker, as the system knows it. */
export const WorkerFields = graphql(`
  fragment WorkerFields on Worker {
    host
    pid
    slots
    running
    memoryBytes
    runMemoryBytes
    silentSeconds
    lost
    startedAt
    version
    nodeVersion
    backend
    backendVersion
  }
`);

type Worker = ResultOf<typeof WorkerFields>;

/** The workers, with what they compute with and whether something faster could be had. */
export function WorkerTable({ workers }: { workers: readonly FragmentOf<typeof WorkerFields>[] }) {
  const rows = workers.map((worker) => readFragment(WorkerFields, worker));
  const slower = rows.filter(({ backend }) => backend === 'wasm' || backend === 'cpu');
  return (
    <>
      <DataTable
        label="Workers"
        rows={rows}
        rowKey={({ host, pid }) => `${host} ${pid}`}
        columns={[
          {
            title: 'Machine',
            cell: ({ host, pid }) => (
              <>
                <Text inherit>{host}</Text>
                <Text size="xs" c="dimmed">
                  process {pid}
                </Text>
              </>
            ),
          },
          { title: 'Heard of', cell: heardOf },
          { title: 'Runs', figures: true, cell: ({ running, slots }) => `${running} of ${slots}` },
          { title: 'Computes with', cell: backendWords },
          { title: 'Memory', figures: true, cell: ({ memoryBytes }) => formatBytes(memoryBytes) },
          {
            title: 'A run may take',
            figures: true,
            hint: 'Most memory that one run may take',
            cell: ({ runMemoryBytes }) => formatBytes(runMemoryBytes),
          },
          {
            title: 'Version',
            cell: ({ version, nodeVersion }) => (version ? `${version}, Node ${nodeVersion}` : '–'),
          },
          { title: 'Started', figures: true, cell: ({ startedAt }) => <Ago at={startedAt} /> },
        ]}
      />
      {slower.length > 0 && (
        <Text size="sm" c="dimmed" mt="sm" maw={760}>
          Native TensorFlow computes 3 to 15 times faster than WebAssembly: “npm run doctor” on{' '}
          {[...new Set(slower.map(({ host }) => host))].join(', ')} says what keeps it from being had there.
        </Text>
      )}
    </>
  );
}

function heardOf({ silentSeconds, lost }: Worker) {
  const words = `${formatDuration(silentSeconds)} ago`;
  return lost ? <span className={classes.broken}>lost, {words}</span> : words;
}

const backendTitles: Readonly<Record<string, string>> = {
  native: 'native TensorFlow',
  wasm: 'WebAssembly, TF.js',
  cpu: 'plain JavaScript, TF.js',
};

function backendWords({ backend, backendVersion }: Worker): string {
  if (!backend || !(backend in backendTitles)) return 'not needed yet';
  return `${backendTitles[backend]} ${backendVersion ?? ''}`.trimEnd();
}
