import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of a page under a title; its content stands on the page, in no card. */
export function Section({
  title,
  note,
  actions,
  children,
}: {
  title: string;
  /** What the reader must know, beside the title: n, units. */
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} style={{ marginBottom: 44 }}>
      <Group justify="space-between" align="baseline" mb="sm" gap="md">
        <Group gap="sm" align="baseline">
          <Title order={2}>{title}</Title>
          {note && (
            <Text component="span" size="sm" c="dimmed">
              {note}
            </Text>
          )}
        </Group>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </section>
  );
}
