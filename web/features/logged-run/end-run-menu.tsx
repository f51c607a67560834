'use client';

import { Button, Group, Menu, Modal, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import { DeleteRun, FinishRun } from './logged-run-details';

interface LoggedRun {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly project: { readonly id: string };
}

const ends = [
  { status: 'SUCCEEDED', title: 'As done' },
  { status: 'FAILED', title: 'As failed' },
  { status: 'CANCELLED', title: 'Cancel it: what its code logs from then on is refused' },
] as const;

/** What can be done with a logged run by hand: ending it where its code does not any more, and deleting it. */
export function EndRunMenu({ run, mayDelete }: { run: LoggedRun; mayDelete: boolean }) {
  const [deleting, setDeleting] = useState(false);
  const [{ fetching }, finish] = useMutation(FinishRun);
  const router = useRouter();
  const end = async (status: (typeof ends)[number]['status']) => {
    const result = await finish({ input: { runId: run.id, status } });
    const outcome = outcomeOf(result.data?.finishRun, 'Run', result.error);
    if ('refusal' in outcome)
      notifications.show({ color: 'red', title: 'It was not ended', message: outcome.refusal.message });
    router.refresh();
  };
  return (
    <>
      {run.status === 'RUNNING' && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" loading={fetching} rightSection={<IconChevronDown size={15} />}>
              End it
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {ends.map(({ status, title }) => (
              <Menu.Item key={status} onClick={() => end(status)}>
                {title}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {mayDelete && (
        <Button variant="default" onClick={() => setDeleting(true)}>
          Delete
        </Button>
      )}
      {deleting && <DeleteRunDialog run={run} onClose={() => setDeleting(false)} />}
    </>
  );
}

function DeleteRunDialog({ run, onClose }: { run: LoggedRun; onClose: () => void }) {
  const [problem, setProblem] = useState<string>();
  const [{ fetching }, remove] = useMutation(DeleteRun);
  const router = useRouter();
  const onDelete = async () => {
    const result = await remove({ id: run.id });
    const outcome = outcomeOf(result.data?.deleteRun, 'DeletedRun', result.error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    router.push(paths.projectRuns(run.project.id));
    router.refresh();
  };
  return (
    <Modal opened onClose={onClose} title={`Delete ${run.title}?`}>
      <Text>
        Its parameters, metrics with all their points, tags, notes and files go. This cannot be undone.
      </Text>
      {problem && (
        <Text c="var(--bad)" mt="sm" role="alert">
          {problem}
        </Text>
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Keep it
        </Button>
        <Button color="red" loading={fetching} onClick={onDelete}>
          Delete
        </Button>
      </Group>
    </Modal>
  );
}
