import { Text } from '@mantine/core';
import { paths } from '../lib/paths';
import { type ThreatLevel, threatMeaning, threatWords } from '../text/threat-words';
import { TextLink } from './links';

/**
 * Says quietly that a detector was never attacked by somebody who knows it, or in part only: its numbers then say nothing
 * about such an attacker. Nothing where one with perfect knowledge was set on it.
 */
export function ThreatMark({
  level,
  detectorId,
}: {
  level: ThreatLevel;
  /** Undefined where the reader may not go there. */
  detectorId?: string | undefined;
}) {
  const said = threatWords[level];
  if (!said) return null;
  return (
    <Text component="span" size="xs" c="dimmed" fw={400} title={threatMeaning}>
      {detectorId ? (
        <TextLink href={paths.threatLevels(detectorId)} c="dimmed">
          {said}
        </TextLink>
      ) : (
        said
      )}
    </Text>
  );
}
