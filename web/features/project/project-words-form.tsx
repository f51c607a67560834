'use client';

import { graphql } from '@fiducial/schema';
import { Button, Group, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { NameInput } from '../../forms/name-input';
import { useDeed } from '../account/use-deed';

const ChangeProject = graphql(`
  mutation ChangeProject($input: ChangeProjectInput!) {
    changeProject(input: $input) {
      __typename
      ... on UserError { message }
    }
  }
`);

/** What a project is called and what it is about. */
export function ProjectWordsForm({
  id,
  name: was,
  description: wasAbout,
  disabled,
}: {
  id: string;
  name: string;
  description: string;
  disabled: boolean;
}) {
  const [name, setName] = useState(was);
  const [description, setDescription] = useState(wasAbout);
  const [{ fetching }, change] = useMutation(ChangeProject);
  const deed = useDeed();
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const { data, error } = await change({ input: { projectId: id, name, description } });
    deed(
      { result: data?.changeProject, error },
      { done: 'The change is kept.', failed: 'The project was not changed' },
    );
  };
  const changed = name.trim() !== was || description !== wasAbout;
  return (
    <form onSubmit={onSubmit} style={{ maxWidth: 640 }}>
      <Stack>
        <NameInput label="Name" name={name} problem={undefined} onName={setName} disabled={disabled} />
        <Textarea
          label="What it is about"
          autosize
          minRows={2}
          value={description}
          disabled={disabled}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Group>
          <Button
            type="submit"
            variant="default"
            loading={fetching}
            disabled={disabled || !changed || name.trim() === ''}
          >
            Keep the change
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
