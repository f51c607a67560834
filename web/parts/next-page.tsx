import { Group, Text } from '@mantine/core';
import { ButtonLink } from './links';

/** Links to the pages before and after one of a list of pictures. */
export function NextPage({
  note,
  first,
  next,
}: {
  note: string;
  /** Address of the first page, where this is another. */
  first?: string | undefined;
  next?: string | undefined;
}) {
  return (
    <Group justify="space-between" mt="md">
      <Text size="sm" c="dimmed">
        {note}
      </Text>
      <Group gap="xs">
        {first && (
          <ButtonLink href={first} variant="default" size="xs">
            First page
          </ButtonLink>
        )}
        {next && (
          <ButtonLink href={next} variant="default" size="xs">
            Next page
          </ButtonLink>
        )}
      </Group>
    </Group>
  );
}
