import { Text } from '@mantine/core';
import { formatInterval, formatUnit } from '../text/numbers';

/** An estimate with its 95 % interval in grey, beside it or, where columns are many, under it. */
export function Estimate({
  value,
  low,
  high,
  stacked = false,
}: {
  value: number | null | undefined;
  low?: number | null | undefined;
  high?: number | null | undefined;
  stacked?: boolean;
}) {
  const interval = formatInterval(low, high);
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {formatUnit(value)}
      {interval && (
        <Text
          component="span"
          size="xs"
          c="dimmed"
          fw={400}
          ml={stacked ? 0 : 6}
          display={stacked ? 'block' : undefined}
          title="95 % interval"
        >
          {interval}
        </Text>
      )}
    </span>
  );
}
