'use client';

import { Alert, Button, Group, Text } from '@mantine/core';
import { paths } from '../../lib/paths';
import type { SaveProblem } from './use-save-report';

/** Says why a report was not saved; after somebody else saved it, with the ways to go on. Nothing of one's own is lost. */
export function SaveProblemAlert({
  reportId,
  problem: { message, conflict },
  busy,
  onSaveOver,
  onSaveAsNew,
}: {
  readonly reportId: string;
  readonly problem: SaveProblem;
  readonly busy: boolean;
  readonly onSaveOver: () => void;
  readonly onSaveAsNew: () => void;
}) {
  return (
    <Alert color="red" role="alert" mb="lg" title={conflict ? 'Somebody else saved it' : 'It is not saved'}>
      <Text size="sm">{message}</Text>
      {conflict && (
        <>
          <Text size="sm" mt="xs">
            Nothing is lost: what you wrote stands below, what they saved stands in the report.
          </Text>
          <Group mt="sm" gap="xs">
            <Button
              size="xs"
              variant="default"
              component="a"
              href={paths.report(reportId)}
              target="_blank"
              rel="noreferrer"
            >
              Read theirs in another tab
            </Button>
            <Button size="xs" variant="default" loading={busy} onClick={onSaveAsNew}>
              Save mine as a new report
            </Button>
            <Button size="xs" color="red" variant="light" loading={busy} onClick={onSaveOver}>
              Replace theirs with mine
            </Button>
          </Group>
        </>
      )}
    </Alert>
  );
}
