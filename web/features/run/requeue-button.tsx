'use client';

import { graphql } from '@fiducial/schema';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useMutation } from 'urql';

const RequeueRun = graphql(`
  mutation RequeueRun($id: ID!) {
    requeueRun(id: $id) {
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

/** Queues a run again that failed for what is around it. */
export function RequeueButton({ id, title }: { id: string; title: string }) {
  const [{ fetching }, requeue] = useMutation(RequeueRun);
  const router = useRouter();
  const onClick = async () => {
    const { data, error } = await requeue({ id });
    const result = data?.requeueRun;
    if (result?.__typename === 'Run') {
      notifications.show({ message: `${title} is queued again.` });
      router.refresh();
    } else
      notifications.show({
        color: 'red',
        title: `${title} was not queued again`,
        message: result?.message ?? error?.message ?? 'The server did not answer. The run stays as it is.',
      });
  };
  return (
    <Button variant="default" loading={fetching} onClick={onClick} aria-label={`Queue ${title} again`}>
      Queue it again
    </Button>
  );
}
