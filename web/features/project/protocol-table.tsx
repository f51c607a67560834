import { type FragmentOf, readFragment } from '@fiducial/schema';
import { Anchor, List, ListItem, Text } from '@mantine/core';
import { DataTable } from '../../parts/data-table';
import { Section } from '../../parts/section';
import { unbroken } from '../../text/names';
import { threatMeaning, threatWords } from '../../text/threat-words';
import { ProtocolResults } from './protocol-results';

/** What a published protocol found here beside what the paper says, and where the two differ in what was done. */
export function ProtocolTable({
  name,
  progress,
  results,
}: {
  name: string;
  progress?: string | undefined;
  results: FragmentOf<typeof ProtocolResults>;
}) {
  const { protocol, measure, columns, rows, departures, note } = readFragment(ProtocolResults, results);
  return (
    <Section title={name} note={[measure, progress].filter(Boolean).join(' · ')}>
      <DataTable
        label={`${name}: ours and published`}
        columns={[
          {
            title: 'Detector',
            cell: ({ detector, publishedLabel, strongestThreatLevel }) => (
              <>
                {unbroken(detector)}
                <Text size="xs" c="dimmed">
                  {publishedLabel ? `beside ${publishedLabel}` : 'nothing published'}
                  {threatWords[strongestThreatLevel] && (
                    <span title={threatMeaning}> · {threatWords[strongestThreatLevel]}</span>
                  )}
                </Text>
              </>
            ),
          },
          ...columns.map((title, at) => ({
            title,
            figures: true,
            hint: `${measure}, ours above, published below`,
            cell: ({ ours, published }: (typeof rows)[number]) => (
              <>
                {figure(ours[at])}
                <Text size="xs" c="dimmed">
                  {figure(published[at])}
                </Text>
              </>
            ),
          })),
        ]}
        rows={rows}
        rowKey={({ detector }) => detector}
      />
      <Text size="sm" c="dimmed" mt="sm">
        Above ours, below it the published figure. {note}{' '}
        <Anchor href={protocol.source} size="sm">
          {protocol.title}
        </Anchor>
      </Text>
      <Text size="sm" mt="sm" fw={600}>
        Where this run departs from the paper
      </Text>
      <List size="sm" mt={4}>
        {departures.map((sentence) => (
          <ListItem key={sentence}>{sentence}</ListItem>
        ))}
      </List>
    </Section>
  );
}

function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : value.toFixed(3);
}
