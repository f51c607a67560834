import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { formatBytes } from '../../text/numbers';
import type { TransferControl } from './transfer';
import type { Transfers } from './use-uploads';

const words: Readonly<Record<Transfers['step'], string>> = {
  reading: 'Reading',
  sending: 'Sending',
  lost: 'The connection is lost; goes on by itself when it is back',
  paused: 'Paused',
  checking: 'The server is checking it',
};

/** How far the files of a form are, with what can be done about it. */
export function UploadProgress({
  transfer,
  control,
}: {
  transfer: Transfers;
  control: TransferControl | undefined;
}) {
  const { fileName, step, done, total, index, count } = transfer;
  const percent = total > 0 ? (100 * done) / total : 100;
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {fileName}
          {count > 1 && (
            <Text span size="sm" fw={400} c="dimmed">
              {' '}
              {index} of {count}
            </Text>
          )}
        </Text>
        <Text size="sm" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
          {formatBytes(done)} of {formatBytes(total)}
        </Text>
      </Group>
      <Progress value={percent} aria-label={`Progress of ${fileName}`} animated={step === 'checking'} />
      <Group justify="space-between" gap="xs" mih={36}>
        <Text size="sm" c="dimmed" role="status">
          {words[step]}
        </Text>
        {control && step !== 'checking' && (
          <Group gap="xs">
            {step === 'paused' ? (
              <Button size="compact-sm" variant="default" onClick={control.resume}>
                Resume
              </Button>
            ) : (
              <Button size="compact-sm" variant="default" onClick={control.pause}>
                Pause
              </Button>
            )}
            <Button size="compact-sm" variant="subtle" color="gray" onClick={control.cancel}>
              Take back
            </Button>
          </Group>
        )}
      </Group>
    </Stack>
  );
}
