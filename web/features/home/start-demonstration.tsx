'use client';

import { graphql } from '@fiducial/schema';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type Client, useClient } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { paths } from '../../lib/paths';

const CreateProject = graphql(`
  mutation CreateDemonstrationProject($input: CreateProjectInput!) {
    createProject(input: $input) {
      __typename
      ... on UserError { message }
      ... on Project { id }
    }
  }
`);

const ImportDigits = graphql(`
  mutation ImportDigits($input: ImportDatasetInput!) {
    importDataset(input: $input) {
      __typename
      ... on UserError { message }
      ... on Dataset { id }
    }
  }
`);

const StartTestBed = graphql(`
  mutation StartTestBed($input: StartTestBedInput!) {
    startTestBed(input: $input) {
      __typename
      ... on UserError { message }
      ... on TestBed { id }
    }
  }
`);

/** Makes a project with the built-in digits and starts the standard test bed on them. */
export function StartDemonstration() {
  const client = useClient();
  const router = useRouter();
  const [starting, setStarting] = useState(false);
  const onClick = async () => {
    setStarting(true);
    const started = await startDemonstration(client);
    if ('projectId' in started) return router.push(paths.project(started.projectId));
    setStarting(false);
    notifications.show({
      color: 'red',
      title: 'The demonstration was not started',
      message: started.message,
    });
  };
  return (
    <Button onClick={onClick} loading={starting}>
      Start the MNIST demonstration
    </Button>
  );
}

async function startDemonstration(client: Client): Promise<{ projectId: string } | { message: string }> {
  const created = await client.mutation(CreateProject, {
    input: {
      name: 'MNIST: kNN score against evolution map',
      description:
        'Which detector tells adversarial digits from authentic ones: the kNN score of each layer, or the evolution map?',
    },
  });
  const project = outcomeOf(created.data?.createProject, 'Project', created.error);
  if ('refusal' in project) return project.refusal;
  const projectId = project.thing.id;
  const imported = await client.mutation(ImportDigits, {
    input: { projectId, name: 'MNIST, built-in digits', source: { builtInDigits: {} } },
  });
  const dataset = outcomeOf(imported.data?.importDataset, 'Dataset', imported.error);
  if ('refusal' in dataset) return dataset.refusal;
  const begun = await client.mutation(StartTestBed, {
    input: { datasetId: dataset.thing.id, name: 'Standard test bed' },
  });
  const testBed = outcomeOf(begun.data?.startTestBed, 'TestBed', begun.error);
  return 'refusal' in testBed ? testBed.refusal : { projectId };
}
