'use client';

import { graphql } from '@fiducial/schema';
import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { useDeed } from '../account/use-deed';

const MoveProject = graphql(`
  mutation MoveProject($projectId: ID!, $teamId: ID!) {
    moveProject(projectId: $projectId, teamId: $teamId) {
      __typename
      ... on UserError { message }
    }
  }
`);

/** Gives a project to another team. */
export function MoveProjectForm({
  id,
  name,
  teams,
}: {
  id: string;
  name: string;
  teams: readonly { readonly id: string; readonly name: string }[];
}) {
  const [teamId, setTeamId] = useState<string | null>(null);
  const [{ fetching }, move] = useMutation(MoveProject);
  const deed = useDeed();
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (!teamId) return;
    const { data, error } = await move({ projectId: id, teamId });
    const to = teams.find((team) => team.id === teamId)?.name ?? '';
    setTeamId(null);
    deed(
      { result: data?.moveProject, error },
      { done: `${name} belongs to ${to} now.`, failed: `${name} was not moved` },
    );
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="xs">
        <Group align="end">
          <Select
            label="Move it to"
            placeholder="A team"
            data={teams.map((team) => ({ value: team.id, label: team.name }))}
            value={teamId}
            onChange={setTeamId}
            w={280}
          />
          <Button type="submit" variant="default" loading={fetching} disabled={!teamId}>
            Move
          </Button>
        </Group>
        <Text size="sm" c="dimmed" maw={760}>
          From then on that team’s members see it, and those of this one no longer do. Roles that somebody has
          in this project alone end. Runs go on.
        </Text>
      </Stack>
    </form>
  );
}
