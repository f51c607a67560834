'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { paths } from '../../lib/paths';
import { useRemoveReport } from './use-remove-report';

/** What else can be done with a report. */
export function ReportMenu({
  report,
  projectId,
}: {
  readonly report: { readonly id: string; readonly title: string };
  readonly projectId: string;
}) {
  const router = useRouter();
  const { removing, remove } = useRemoveReport();
  const onRemove = async () => {
    if (await remove(report)) router.push(paths.projectReports(projectId));
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} loading={removing} aria-label="More about this report">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={onRemove}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
