'use client';

import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from 'urql';
import { useDeed } from '../account/use-deed';
import { DeleteReport, RestoreReport } from './report-documents';

/** Takes a report away, with a way back for some seconds. */
export function useRemoveReport() {
  const [{ fetching }, remove] = useMutation(DeleteReport);
  const restore = useRestoreReport();
  const deed = useDeed();
  const onRemove = async ({ id, title }: { readonly id: string; readonly title: string }) => {
    const { data, error } = await remove({ id });
    const done = deed({ result: data?.deleteReport, error }, { failed: 'The report was not deleted' });
    if (!done) return false;
    const notice = `deleted-${id}`;
    notifications.show({
      id: notice,
      autoClose: 10_000,
      message: (
        <Group justify="space-between">
          {title} is deleted.
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              notifications.hide(notice);
              restore(id);
            }}
          >
            Undo
          </Button>
        </Group>
      ),
    });
    return true;
  };
  return { removing: fetching, remove: onRemove };
}

/** Takes the deletion of a report back. */
export function useRestoreReport() {
  const [, restore] = useMutation(RestoreReport);
  const deed = useDeed();
  return async (id: string) => {
    const { data, error } = await restore({ id });
    const words = { done: 'The report is back.', failed: 'The report was not restored' };
    deed({ result: data?.restoreReport, error }, words);
  };
}
