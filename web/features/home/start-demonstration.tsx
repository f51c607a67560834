'use client';

import { graphql } from '@fiducial/schema';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { paths } from '../../lib/paths';

const StartDemonstrationMutation = graphql(`
  mutation StartDemonstration {
    startDemonstration {
      __typename
      ... on UserError { message }
      ... on TestBed { id project { id } }
    }
  }
`);

/** Makes the demonstration's project and starts the standard test bed in it. */
export function StartDemonstration() {
  const router = useRouter();
  const [{ fetching }, start] = useMutation(StartDemonstrationMutation);
  const onClick = async () => {
    const { data, error } = await start({});
    const outcome = outcomeOf(data?.startDemonstration, 'TestBed', error);
    if (!('refusal' in outcome)) return router.push(paths.project(outcome.thing.project.id));
    notifications.show({
      color: 'red',
      title: 'The demonstration was not started',
      message: outcome.refusal.message,
    });
  };
  return (
    <Button onClick={onClick} loading={fetching}>
      Start the MNIST demonstration
    </Button>
  );
}
