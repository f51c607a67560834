import { Text } from '@mantine/core';
import { Facts } from '../../parts/facts';
import { Section } from '../../parts/section';
import { titleOfName } from '../../text/names';
import type { RunPageData } from './run-details';

/** What makes it repeatable: the versions that computed it, and the digest of everything that decides its result. */
export function RunOrigin({ run: { versions, taskVersion, kindTitle, inputDigest } }: { run: RunPageData }) {
  // The API gives versions as a JSON object of names and numbers.
  const software = Object.entries((versions ?? {}) as Record<string, string>);
  const entries = [
    ...software.map(([name, version]) => [titleOfName(name), String(version)] as const),
    ...(taskVersion === null ? [] : [['Code of the run', `${kindTitle}, version ${taskVersion}`] as const]),
  ];
  if (entries.length === 0 && !inputDigest) return null;
  return (
    <Section title="Origin">
      {entries.length > 0 && <Facts items={entries} />}
      {inputDigest && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          sha256 of everything that decides its result: {inputDigest}
        </Text>
      )}
    </Section>
  );
}
