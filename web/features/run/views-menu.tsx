'use client';

import { graphql } from '@fiducial/schema';
import { Button, Group, Menu, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { useOpenAtOnce } from '../../parts/use-open-at-once';
import type { RunNamesData } from './runs-query';
import { filterOfSearch, type RunsSearch } from './runs-search';
import { addressOfView, type SavedRunsView } from './view-address';
import { ViewsButton } from './views-button';

const SaveView = graphql(`
  mutation SaveView($input: SaveViewInput!) {
    saveView(input: $input) {
      __typename
      ... on UserError { message }
      ... on SavedView { id }
    }
  }
`);

const DeleteView = graphql(`
  mutation DeleteView($id: ID!) {
    deleteView(id: $id) {
      __typename
      ... on UserError { message }
      ... on DeletedView { id }
    }
  }
`);

interface Props {
  readonly names: RunNamesData;
  readonly search: RunsSearch;
  readonly path: string;
  /** The one that is shown now. */
  readonly current: SavedRunsView | undefined;
}

/** The menu of saved lists with its button, open as soon as it is there. */
export function ViewsMenu({ names, search, path, current }: Props) {
  const [saving, setSaving] = useState(false);
  const [, remove] = useMutation(DeleteView);
  const router = useRouter();
  const { target, opened, setOpened } = useOpenAtOnce();
  const forget = async ({ id, name }: SavedRunsView) => {
    const result = await remove({ id });
    const outcome = outcomeOf(result.data?.deleteView, 'DeletedView', result.error);
    notifications.show(
      'refusal' in outcome
        ? { color: 'red', title: 'It was not forgotten', message: outcome.refusal.message }
        : { message: `The view ${name} is forgotten; its runs stay.` },
    );
    router.refresh();
  };
  return (
    <>
      <Menu position="bottom-end" width={260} opened={opened} onChange={setOpened}>
        <Menu.Target>
          <ViewsButton ref={target} current={current} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => router.push(path)}>All runs</Menu.Item>
          {names.savedViews.length > 0 && <Menu.Divider />}
          {names.savedViews.map((view) => (
            <Menu.Item
              key={view.id}
              onClick={() => router.push(addressOfView(view, path))}
              aria-current={view === current ? 'true' : undefined}
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setSaving(true)}>Save what is shown now…</Menu.Item>
          {current && <Menu.Item onClick={() => forget(current)}>Forget {current.name}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {saving && <SaveDialog names={names} search={search} onClose={() => setSaving(false)} />}
    </>
  );
}

function SaveDialog({
  names,
  search,
  onClose,
}: {
  names: RunNamesData;
  search: RunsSearch;
  onClose: () => void;
}) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const [{ fetching }, save] = useMutation(SaveView);
  const router = useRouter();
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const filter = filterOfSearch(search);
    const result = await save({
      input: {
        projectId: names.id,
        name,
        filter,
        ...(search.sort && { sort: search.sort }),
        columns: search.columns ?? [],
      },
    });
    const outcome = outcomeOf(result.data?.saveView, 'SavedView', result.error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    onClose();
    router.refresh();
  };
  const replaces = names.savedViews.some((view) => view.name === name.trim());
  return (
    <Modal opened onClose={onClose} title="Save this view">
      <form onSubmit={onSubmit}>
        <TextInput
          label="Name"
          description="Everybody in the project sees it: the conditions, the order and the columns."
          data-autofocus
          required
          maxLength={120}
          value={name}
          error={problem}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button type="submit" loading={fetching} disabled={name.trim() === ''}>
            {replaces ? 'Replace it' : 'Save'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
