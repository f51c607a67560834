import { Text } from '@mantine/core';
import { formatInterval, formatNumber } from '../text/numbers';

/** An estimate with its 95 % interval in grey. */
export function Estimate({
  value,
  low,
  high,
}: {
  value: number | null | undefined;
  low?: number | null | undefined;
  high?: number | null | undefined;
}) {
  const interval = formatInterval(low, high);
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {formatNumber(value)}
      {interval && (
        <Text component="span" size="xs" c="dimmed" ml={6} title="95 % interval">
          {interval}
        </Text>
      )}
    </span>
  );
}
