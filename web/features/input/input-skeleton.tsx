import { Group, Skeleton } from '@mantine/core';

/** The shape of an input's page while it is asked for: head, figures, axes. */
export function InputSkeleton() {
  return (
    <div aria-busy="true" role="status" aria-label="The input is loading">
      <Skeleton height={20} width={320} mb={8} />
      <Skeleton height={34} width={240} mb={32} />
      <Group gap={40} mb={40}>
        {['scored', 'clean', 'difference'].map((name) => (
          <Skeleton key={name} height={226} width={226} />
        ))}
      </Group>
      {['first', 'second', 'third'].map((name) => (
        <Skeleton key={name} height={72} mb={14} />
      ))}
    </div>
  );
}

/** The shape of the list of inputs: head, filters, pictures. */
export function InputListSkeleton() {
  return (
    <div aria-busy="true" role="status" aria-label="The inputs are loading">
      <Skeleton height={20} width={320} mb={8} />
      <Skeleton height={34} width={160} mb={32} />
      <Skeleton height={48} mb={32} />
      <Group gap={36}>
        {Array.from({ length: 24 }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places without identity
          <Skeleton key={at} height={112} width={112} mb={60} />
        ))}
      </Group>
    </div>
  );
}
