'use client';

import { graphql } from '@fiducial/schema';
import { NativeSelect } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useMutation } from 'urql';
import { type Priority, priorityWords } from './priority-words';

const SetRunPriority = graphql(`
  mutation SetRunPriority($id: ID!, $priority: RunPriority!) {
    setRunPriority(id: $id, priority: $priority) {
      __typename
      ... on UserError {
        message
      }
      ... on Run {
        id
        priority
      }
    }
  }
`);

/** The priority of a run that nobody has begun, to be changed. */
export function PrioritySelect({
  id,
  priority,
  label = 'Priority among the runs of the team',
  onChanged,
}: {
  id: string;
  priority: Priority;
  label?: string;
  /** Called with what it is now; without it the page is read again. */
  onChanged?: (priority: Priority) => void;
}) {
  const [{ fetching }, set] = useMutation(SetRunPriority);
  const router = useRouter();
  const onChange = async (chosen: Priority) => {
    const { data, error } = await set({ id, priority: chosen });
    const result = data?.setRunPriority;
    if (result?.__typename !== 'Run')
      notifications.show({
        color: 'red',
        title: 'The priority is as it was',
        message: result?.message ?? error?.message ?? 'The server did not answer.',
      });
    else if (onChanged) return onChanged(result.priority);
    router.refresh();
  };
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={priority}
      disabled={fetching}
      data={Object.entries(priorityWords).map(([value, label]) => ({ value, label }))}
      // The values are those of the list.
      onChange={({ currentTarget }) => onChange(currentTarget.value as Priority)}
    />
  );
}
