import { Text } from '@mantine/core';
import { paths } from '../lib/paths';
import { TextLink } from './links';

const words = {
  ZERO: 'no adaptive attack',
  LIMITED: 'attacked with limited knowledge only',
  PERFECT: null,
} as const;

/** What an attacker knows of a detector, as the API names it. */
export type ThreatLevel = keyof typeof words;

/**
 * Says quietly that a detector was never attacked by somebody who knows it, or in part only: its numbers then say nothing
 * about such an attacker. Nothing where one with perfect knowledge was set on it.
 */
export function ThreatMark({ level, detectorId }: { level: ThreatLevel; detectorId: string }) {
  const said = words[level];
  if (!said) return null;
  return (
    <Text
      component="span"
      size="xs"
      c="dimmed"
      fw={400}
      title="These numbers are of attacks that do not know the detector. They say nothing about an attacker who does."
    >
      <TextLink href={paths.threatLevels(detectorId)} c="dimmed">
        {said}
      </TextLink>
    </Text>
  );
}
