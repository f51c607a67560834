'use client';

import { graphql } from '@fiducial/schema';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import { ProblemAlert } from '../account/problem-alert';
import { SecretOnce } from '../account/secret-once';

const CreatePublicLink = graphql(`
  mutation CreatePublicLink($input: CreatePublicLinkInput!) {
    createPublicLink(input: $input) {
      __typename
      ... on UserError { message }
      ... on NewPublicLink { secret }
    }
  }
`);

/** Makes a link with which anybody sees one run, one comparison or one report. */
export function ShareButton({
  what,
  shows,
}: {
  what: string;
  shows: { readonly runId: string } | { readonly evaluationIds: string[] } | { readonly reportId: string };
}) {
  const [opened, setOpened] = useState(false);
  const [made, setMade] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [{ fetching }, create] = useMutation(CreatePublicLink);
  const onClose = () => {
    setOpened(false);
    setMade(undefined);
    setProblem(undefined);
  };
  const onMake = async () => {
    const { data, error } = await create({ input: shows });
    const outcome = outcomeOf(data?.createPublicLink, 'NewPublicLink', error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    setMade(`${window.location.origin}${paths.shared(outcome.thing.secret)}`);
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        Share
      </Button>
      <Modal opened={opened} onClose={onClose} title={`Share ${what}`} size="lg">
        {made ? (
          <SecretOnce
            title="The link"
            words="It is shown this once. The project’s settings list it, and take it back."
            secret={made}
          />
        ) : (
          <Stack>
            <Text size="sm">
              {'reportId' in shows
                ? `Whoever has the link reads ${what} without an account as it is at that moment: its words, its panels and the images in them, and nothing else of the project.`
                : `Whoever has the link reads the figures of ${what} without an account, and nothing else of the project: no images, no notes, no names of people.`}
            </Text>
            <ProblemAlert problem={problem} />
            <Group justify="flex-end">
              <Button loading={fetching} onClick={onMake}>
                Make the link
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  );
}
