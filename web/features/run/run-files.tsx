import { Anchor } from '@mantine/core';
import { paths, thingPath } from '../../lib/paths';
import { DataTable } from '../../parts/data-table';
import { TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { titleOfRole } from '../../text/names';
import { formatBytes } from '../../text/numbers';
import type { RunPageData } from './run-details';
import { RunStatus } from './run-status';

/** What a run was made from, with the run of each. */
export function RunInputs({ run: { inputs } }: { run: RunPageData }) {
  if (inputs.length === 0) return null;
  return (
    <Section title="Made from">
      <DataTable
        label="Inputs"
        rows={inputs}
        rowKey={({ role }) => role}
        columns={[
          { title: 'As', cell: ({ role }) => titleOfRole(role) },
          {
            title: 'What',
            cell: ({ thing, run }) => {
              const path = thing && 'id' in thing ? thingPath(thing) : undefined;
              return <TextLink href={path ?? paths.run(run.id)}>{thing?.name ?? run.title}</TextLink>;
            },
          },
          {
            title: 'Its run',
            cell: ({ run }) => (
              <TextLink href={paths.run(run.id)} underline="never">
                <RunStatus status={run.status} />
              </TextLink>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** So many files are shown at once. */
const fewFiles = 6;

/** What a run made, to be downloaded. */
export function RunOutputs({ run: { outputs } }: { run: RunPageData }) {
  if (outputs.length === 0) return null;
  const table = (
    <DataTable
      label="Files"
      rows={outputs}
      rowKey={({ name }) => name}
      columns={[
        {
          title: 'File',
          cell: ({ name, url }) => (
            <Anchor href={url} download inherit>
              {name}
            </Anchor>
          ),
        },
        { title: 'Type', cell: ({ mediaType }) => mediaType },
        { title: 'Size', figures: true, cell: ({ bytes }) => formatBytes(bytes) },
      ]}
    />
  );
  const total = outputs.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <Section title="Files" note={`${outputs.length}, ${formatBytes(total)} in all`}>
      {outputs.length <= fewFiles ? (
        table
      ) : (
        <details>
          <summary>Show all {outputs.length}</summary>
          {table}
        </details>
      )}
    </Section>
  );
}
