'use client';

import { graphql } from '@fiducial/schema';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import { TextLink } from '../../parts/links';
import { counted } from '../../text/names';
import { ProblemAlert } from '../account/problem-alert';

const DeleteProjectMutation = graphql(`
  mutation DeleteProject($id: ID!) {
    deleteProject(id: $id) {
      __typename
      ... on UserError { message }
      ... on DeletedProjectId { id }
    }
  }
`);

interface Contents {
  readonly runs: number;
  readonly runsUnderWay: number;
  readonly accessTokens: number;
}

/** Deletes a project, after saying what goes with it. */
export function DeleteProject({
  id,
  name,
  contents,
  teamId,
}: {
  id: string;
  name: string;
  contents: Contents;
  teamId: string;
}) {
  const [opened, setOpened] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [{ fetching }, remove] = useMutation(DeleteProjectMutation);
  const router = useRouter();
  const onDelete = async () => {
    const { data, error } = await remove({ id });
    const outcome = outcomeOf(data?.deleteProject, 'DeletedProjectId', error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    router.push(paths.projects);
    router.refresh();
  };
  return (
    <>
      <Stack gap="xs" align="start">
        <Text size="sm" c="dimmed" maw={760}>
          A deleted project can be restored for 30 days, on the page of{' '}
          <TextLink href={paths.team(teamId)}>its team</TextLink>.
        </Text>
        <Button variant="light" color="red" onClick={() => setOpened(true)}>
          Delete this project
        </Button>
      </Stack>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`Delete ${name}?`}>
        <Stack>
          <Text size="sm">
            {wordsOf(contents)} For 30 days admins can restore it, then it is gone for good.
          </Text>
          <ProblemAlert problem={problem} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpened(false)}>
              Leave it
            </Button>
            <Button color="red" loading={fetching} onClick={onDelete}>
              Delete
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function wordsOf({ runs, runsUnderWay, accessTokens }: Contents): string {
  return [
    runs === 0 ? 'It holds no runs.' : `It holds ${counted(runs, 'run')} with all that they made.`,
    runsUnderWay > 0 && `${counted(runsUnderWay, 'run')} under way will be cancelled and stay so.`,
    accessTokens > 0 && `${counted(accessTokens, 'access token')} for it alone will open nothing.`,
  ]
    .filter(Boolean)
    .join(' ');
}
