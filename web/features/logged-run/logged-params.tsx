'use client';

import { Text } from '@mantine/core';
import { DataTable } from '../../parts/data-table';
import { Section } from '../../parts/section';
import type { RunWordsData } from './logged-run-details';

/** Parameters as they were logged, under the names that their code gave them. */
export function LoggedParams({ params }: { params: RunWordsData['parameterValues'] }) {
  return (
    <Section title="Parameters">
      {params.length === 0 ? (
        <Text c="dimmed">None was logged.</Text>
      ) : (
        <DataTable
          label="Parameters"
          rows={params}
          rowKey={({ name }) => name}
          columns={[
            { title: 'Parameter', cell: ({ name }) => name },
            { title: 'Value', cell: ({ text }) => <span style={{ overflowWrap: 'anywhere' }}>{text}</span> },
          ]}
        />
      )}
    </Section>
  );
}
