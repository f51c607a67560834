'use client';

import { graphql } from '@fiducial/schema';
import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import { TextLink } from '../../parts/links';
import { formatCount } from '../../text/numbers';
import { ProblemAlert } from '../account/problem-alert';
import { useRestoreRuns } from './use-restore-runs';

const RunDependents = graphql(`
  query RunDependents($id: ID!) {
    node(id: $id) {
      __typename
      ... on Run { id dependents { count underWay oldest { id title kindTitle } } }
    }
  }
`);

const DeleteRunMutation = graphql(`
  mutation DeleteRun($id: ID!, $withDependents: Boolean!) {
    deleteRun(id: $id, withDependents: $withDependents) {
      __typename
      ... on UserError { message }
      ... on DeletedRun { id deletionId runs }
    }
  }
`);

interface Run {
  readonly id: string;
  readonly title: string;
  readonly project: { readonly id: string };
}

/** Deletes a run with what it made, after saying what goes with it. */
export function DeleteRun({ run }: { run: Run }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {asking && <DeleteRunDialog run={run} onClose={() => setAsking(false)} />}
    </>
  );
}

function DeleteRunDialog({ run: { id, title, project }, onClose }: { run: Run; onClose: () => void }) {
  const [problem, setProblem] = useState<string>();
  const [{ data, error }] = useQuery({
    query: RunDependents,
    variables: { id },
    requestPolicy: 'network-only',
  });
  const [{ fetching }, remove] = useMutation(DeleteRunMutation);
  const restore = useRestoreRuns();
  const router = useRouter();
  const dependents = data?.node?.__typename === 'Run' ? data.node.dependents : undefined;
  const onDelete = async () => {
    const result = await remove({ id, withDependents: (dependents?.count ?? 0) > 0 });
    const outcome = outcomeOf(result.data?.deleteRun, 'DeletedRun', result.error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    const { deletionId, runs } = outcome.thing;
    notifications.show({
      id: deletionId,
      autoClose: 15_000,
      message: (
        <Group justify="space-between" wrap="nowrap">
          {runs === 1 ? `${title} is deleted.` : `${title} and ${runs - 1} more are deleted.`}
          <Button size="compact-sm" variant="subtle" onClick={() => restore({ id: deletionId, title })}>
            Undo
          </Button>
        </Group>
      ),
    });
    router.push(paths.projectRuns(project.id));
    router.refresh();
  };
  return (
    <Modal opened onClose={onClose} title={`Delete ${title}?`}>
      <Stack gap="sm">
        {dependents ? (
          <Consequences dependents={dependents} />
        ) : (
          <Group gap="xs">
            {!error && <Loader size="xs" />}
            <Text size="sm" c="dimmed">
              {error
                ? 'What depends on it could not be read. Close this and try again.'
                : 'Looking at what depends on it'}
            </Text>
          </Group>
        )}
        <Text size="sm">It can be restored for 30 days, from the settings of its project.</Text>
        <ProblemAlert problem={problem} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" loading={fetching} disabled={!dependents} onClick={onDelete}>
            {dependents && dependents.count > 0
              ? `Delete ${formatCount(dependents.count + 1)} runs`
              : 'Delete'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Consequences({
  dependents: { count, underWay, oldest },
}: {
  dependents: {
    readonly count: number;
    readonly underWay: number;
    readonly oldest: readonly { readonly id: string; readonly title: string; readonly kindTitle: string }[];
  };
}) {
  if (count === 0)
    return (
      <Text size="sm">
        No other run was made from it. What it made, its files and its comments go with it.
      </Text>
    );
  return (
    <>
      <Text size="sm">
        {count === 1 ? 'Another run was' : `${formatCount(count)} other runs were`} made from it and will go
        with it{underWay > 0 ? `; ${formatCount(underWay)} under way will be cancelled` : ''}:
      </Text>
      <Text component="ul" size="sm" m={0} pl="md">
        {oldest.map(({ id, title, kindTitle }) => (
          <li key={id}>
            {kindTitle}: <TextLink href={paths.run(id)}>{title}</TextLink>
          </li>
        ))}
        {count > oldest.length && <li>and {formatCount(count - oldest.length)} more</li>}
      </Text>
    </>
  );
}
