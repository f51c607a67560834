'use client';

import { graphql } from '@fiducial/schema';
import { Alert, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useAnswer } from '../../lib/use-answer';
import { TryAgain } from '../../parts/try-again';
import { counted } from '../../text/names';
import { formatBytes, formatCount } from '../../text/numbers';
import { formatDuration } from '../../text/times';
import { type GridAxis, gridSize } from './grid';
import type { LabeledLaunch } from './use-launch-form';

const GridForeseenQuery = graphql(`
  query GridForeseen($launches: [LabeledLaunchInput!]!) {
    foreseeLaunches(launches: $launches) {
      __typename
      ... on UserError { message }
      ... on LaunchesForeseen { runs estimated seconds memoryBytes memoryLimitBytes refusal }
    }
  }
`);

/** Between the last change of the form and the question, in milliseconds. */
const pauseMs = 400;

/** How many runs a grid makes, and what they would need together. `launches` is missing while the form is not whole. */
export function GridEstimate({
  axes,
  size,
  most,
  launches,
}: {
  axes: readonly GridAxis[];
  /** Its runs. */
  size: number;
  /** Runs that the server launches at once. */
  most: number;
  launches: readonly LabeledLaunch[] | undefined;
}) {
  const factors = axes.map(({ title, values }) => `${counted(values.length, 'value')} of ${title}`);
  return (
    <section aria-label="Grid" aria-live="polite">
      <Text>
        <strong>{counted(size, 'run')}</strong>
        {axes.length > 0 && `: ${factors.join(' × ')}`}
        {size < gridSize(axes) && ', less those that would be the same'}
      </Text>
      {size > most ? (
        <Alert color="red" mt="xs" title={`At most ${formatCount(most)} runs are launched at once`}>
          This grid has {formatCount(size)}. Give fewer values, or launch it in parts.
        </Alert>
      ) : (
        <Foreseen launches={launches} />
      )}
    </section>
  );
}

function Foreseen({ launches }: { launches: readonly LabeledLaunch[] | undefined }) {
  const asked = launches ? JSON.stringify(launches) : '';
  const [settled] = useDebouncedValue(asked, pauseMs);
  const { data, failed, again } = useAnswer(
    GridForeseenQuery,
    // The form's fields are those of the mutation's input; the server checks every one of them.
    { launches: JSON.parse(settled || '[]') as never },
    settled !== '' && settled === asked,
  );
  const found = data?.foreseeLaunches;
  if (failed && settled === asked)
    return <TryAgain again={again}>Memory and time could not be estimated.</TryAgain>;
  if (asked === '' || !found) return null;
  if (found.__typename !== 'LaunchesForeseen')
    return (
      <Alert color="red" mt="xs" title="This grid would be refused">
        {found.message}
      </Alert>
    );
  const { runs, estimated, seconds, memoryBytes, memoryLimitBytes, refusal } = found;
  if (refusal)
    return (
      <Alert color="red" mt="xs" title="Too large for the workers of this server">
        {refusal}
      </Alert>
    );
  if (estimated === 0)
    return (
      <Text size="sm" c="dimmed">
        Memory and time are estimated once what it is made from has been computed.
      </Text>
    );
  return (
    <Text size="sm">
      {estimated < runs && `${estimated} of them: `}about <strong>{formatDuration(seconds)}</strong> one after
      the other, and up to <strong>{formatBytes(memoryBytes)}</strong> of memory for the largest
      {memoryLimitBytes !== null && `, of ${formatBytes(memoryLimitBytes)} that a run may have`}.
    </Text>
  );
}
