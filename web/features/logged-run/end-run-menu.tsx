'use client';

import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { FinishRun } from './logged-run-details';

interface LoggedRun {
  readonly id: string;
  readonly status: string;
}

const ends = [
  { status: 'SUCCEEDED', title: 'As done' },
  { status: 'FAILED', title: 'As failed' },
  { status: 'CANCELLED', title: 'Cancel it: what its code logs from then on is refused' },
] as const;

/** Ends a logged run by hand, where its code does not any more. */
export function EndRunMenu({ run }: { run: LoggedRun }) {
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
    </>
  );
}
