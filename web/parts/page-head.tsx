import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { TextLink } from './links';

/** A step on the way to a page. */
export interface Crumb {
  readonly title: string;
  readonly href: string;
}

/** The top of a page: the way to it, its name, what it is, and what can be done. */
export function PageHead({
  crumbs = [],
  title,
  badge,
  description,
  actions,
}: {
  crumbs?: readonly Crumb[];
  title: string;
  badge?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div style={{ marginBottom: 28 }}>
      {crumbs.length > 0 && (
        <nav aria-label="Breadcrumbs">
          <Text component="div" size="sm" c="dimmed" mb={6}>
            {crumbs.map((crumb) => (
              <span key={crumb.href}>
                <TextLink href={crumb.href} c="dimmed">
                  {crumb.title}
                </TextLink>
                <span aria-hidden="true" style={{ margin: '0 8px' }}>
                  /
                </span>
              </span>
            ))}
          </Text>
        </nav>
      )}
      <Group justify="space-between" align="flex-start" gap="md">
        <Group gap="sm" align="center" style={{ minWidth: 0 }}>
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {badge}
        </Group>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {description && (
        <Text component="div" c="dimmed" mt={6} maw={760}>
          {description}
        </Text>
      )}
    </div>
  );
}
