'use client';

import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { paths } from '../../lib/paths';
import { launchTitles } from '../launch/launch-titles';

/** What can be made in a project, in the order in which things build on each other. */
export function NewMenu({ projectId }: { projectId: string }) {
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button leftSection={<IconPlus size={16} aria-hidden="true" />}>New</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {launchTitles.map(({ id, noun }) => (
          <Menu.Item key={id} component={Link} href={paths.launch(projectId, id)}>
            {noun}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
