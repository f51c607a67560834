'use client';

import { graphql } from '@fiducial/schema';
import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { NameInput } from '../../forms/name-input';
import { outcomeOf } from '../../lib/mutate';
import { paths } from '../../lib/paths';

const CreateProject = graphql(`
  mutation CreateProject($input: CreateProjectInput!) {
    createProject(input: $input) {
      __typename
      ... on UserError { message }
      ... on Project { id }
    }
  }
`);

/** Asks for a name, makes the project and goes there. */
export function CreateProjectDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [problem, setProblem] = useState<string>();
  const [{ fetching }, create] = useMutation(CreateProject);
  const router = useRouter();
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const { data, error } = await create({ input: { name, description } });
    const outcome = outcomeOf(data?.createProject, 'Project', error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    onClose();
    router.push(paths.project(outcome.thing.id));
  };
  return (
    <Modal opened onClose={onClose} title="New project">
      <form onSubmit={onSubmit}>
        <Stack>
          <NameInput
            label="Name"
            data-autofocus
            name={name}
            problem={problem}
            onName={(given) => {
              setName(given);
              setProblem(undefined);
            }}
          />
          <Textarea
            label="What it is about"
            autosize
            minRows={2}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={fetching} disabled={name.trim() === ''}>
              Make the project
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
