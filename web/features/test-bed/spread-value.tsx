import { Text } from '@mantine/core';
import { counted } from '../../text/names';
import { formatSpread, formatUnit } from '../../text/numbers';

/** A mean over seeds with its deviation, and the range in grey under it; a dash while there is none. */
export function SpreadValue({
  of,
}: {
  of:
    | {
        readonly n: number;
        readonly mean: number;
        readonly standardDeviation: number;
        readonly minimum: number;
        readonly maximum: number;
      }
    | null
    | undefined;
}) {
  if (!of) return <>–</>;
  return (
    <span style={{ whiteSpace: 'nowrap' }} title={`over ${counted(of.n, 'seed')}`}>
      {formatSpread(of.mean, of.standardDeviation)}
      <Text component="span" display="block" size="xs" c="dimmed" fw={400}>
        {formatUnit(of.minimum)} to {formatUnit(of.maximum)}
      </Text>
    </span>
  );
}
