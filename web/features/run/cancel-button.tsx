'use client';

import { graphql } from '@fiducial/schema';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useMutation } from 'urql';

const CancelRun = graphql(`
  mutation CancelRun($id: ID!) {
    cancelRun(id: $id) {
      __typename
      ... on UserError {
        message
      }
      ... on Run {
        id
        status
      }
    }
  }
`);

/** Stops a run. What it had computed is dropped; runs that wait for it are told by the server. */
export function CancelButton({
  id,
  title,
  compact = false,
}: {
  id: string;
  title: string;
  compact?: boolean;
}) {
  const [{ fetching }, cancel] = useMutation(CancelRun);
  const router = useRouter();
  const onClick = async () => {
    const { data, error } = await cancel({ id });
    const result = data?.cancelRun;
    if (result?.__typename === 'Run') {
      notifications.show({
        message:
          result.status === 'CANCELLED' ? `${title} is cancelled.` : `${title} stops within a few seconds.`,
      });
      router.refresh();
    } else {
      notifications.show({
        color: 'red',
        title: `${title} was not cancelled`,
        message: result?.message ?? error?.message ?? 'The server did not answer. The run goes on.',
      });
    }
  };
  return (
    <Button
      variant={compact ? 'subtle' : 'default'}
      color={compact ? 'gray' : undefined}
      size={compact ? 'compact-xs' : 'sm'}
      loading={fetching}
      onClick={onClick}
      aria-label={`Cancel ${title}`}
    >
      Cancel
    </Button>
  );
}
