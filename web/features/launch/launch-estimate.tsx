'use client';

import { graphql } from '@fiducial/schema';
import { Alert, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useAnswer } from '../../lib/use-answer';
import { TryAgain } from '../../parts/try-again';
import { counted } from '../../text/names';
import { formatBytes } from '../../text/numbers';
import { formatDuration } from '../../text/times';
import type { LaunchMutation } from './launch-mutations';

const LaunchEstimateQuery = graphql(`
  query LaunchEstimate($input: EstimateRunInput!) {
    estimateRun(input: $input) {
      __typename
      ... on RunEstimate {
        memoryBytes
        memoryLimitBytes
        memoryParts { what bytes }
        refusal
        seconds
        measuredRuns
        secondsFormula
      }
    }
  }
`);

/** Launches of several runs at once, which are not estimated as one and make no grid. */
export const several: ReadonlySet<LaunchMutation> = new Set([
  'startTestBed',
  'startProtocol',
  'repeatDetector',
]);

/** Between the last change of the form and the question, in milliseconds. */
const pauseMs = 400;

/** What the launch in the form would need. `input` is absent while the form is not whole, or waits for files. */
export function LaunchEstimate({
  mutation,
  input,
}: {
  mutation: LaunchMutation;
  input: Record<string, unknown> | undefined;
}) {
  const asked = several.has(mutation) || !input ? '' : JSON.stringify({ [mutation]: input });
  const [settled] = useDebouncedValue(asked, pauseMs);
  const { data, failed, again } = useAnswer(
    LaunchEstimateQuery,
    // The form's fields are those of the mutation's input; the server checks every one of them.
    { input: JSON.parse(settled || '{}') } as never,
    settled !== '' && settled === asked,
    // Measured durations change with every run.
    'network-only',
  );
  const found = data?.estimateRun;
  if (failed && settled === asked)
    return <TryAgain again={again}>Memory and time could not be estimated.</TryAgain>;
  // What is wrong with the input is said at its field when it is sent.
  if (asked === '' || settled !== asked || found?.__typename !== 'RunEstimate') return null;
  const { memoryBytes, memoryLimitBytes, memoryParts, refusal, seconds, measuredRuns, secondsFormula } =
    found;
  if (refusal)
    return (
      <Alert color="red" title="Too large for the workers of this server">
        {refusal}
      </Alert>
    );
  if (memoryBytes === null || seconds === null)
    return (
      <Text size="sm" c="dimmed">
        Memory and time are estimated once what it is made from has been computed.
      </Text>
    );
  const from = measuredRuns
    ? `as ${counted(measuredRuns, 'similar run')} took`
    : 'by a rate, as no similar run was measured yet';
  return (
    <div>
      <Text size="sm">
        Takes about <strong>{formatDuration(seconds)}</strong> ({from}) and up to{' '}
        <strong>{formatBytes(memoryBytes)}</strong> of memory
        {memoryLimitBytes !== null && `, of ${formatBytes(memoryLimitBytes)} that a run may have`}.
      </Text>
      <details>
        <summary>
          <Text component="span" size="sm" c="dimmed">
            What this comes from
          </Text>
        </summary>
        <Text component="ul" size="sm" my={8} pl="md">
          {memoryParts
            .filter(({ bytes }) => bytes > 0)
            .map(({ what, bytes }) => (
              <li key={what}>
                {formatBytes(bytes)} for {what}
              </li>
            ))}
        </Text>
        <Text size="sm" c="dimmed">
          Time: {secondsFormula}
        </Text>
      </details>
    </div>
  );
}
