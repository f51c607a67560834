import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { unbroken } from '../text/names';
import { TextLink } from './links';
import classes from './page-head.module.css';

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
    <div className={classes.head}>
      <div className={classes.words}>
        {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
        <Group gap="sm" align="center">
          <Title order={1} className={classes.title}>
            {unbroken(title)}
          </Title>
          {badge}
        </Group>
        {description && (
          <Text component="div" c="dimmed" mt={6} maw={760}>
            {description}
          </Text>
        )}
      </div>
      {actions && (
        <Group gap="xs" className={classes.actions}>
          {actions}
        </Group>
      )}
    </div>
  );
}

function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumbs">
      <Text component="ol" size="sm" className={classes.crumbs}>
        {crumbs.map(({ href, title }) => (
          <li key={href}>
            <TextLink href={href} c="dimmed">
              {title}
            </TextLink>
          </li>
        ))}
      </Text>
    </nav>
  );
}
