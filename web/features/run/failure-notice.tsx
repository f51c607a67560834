import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { RunPageData } from './run-details';

/** What to do next, by the failure's code; a failure without an entry is one that the same input would cause again. */
const advice: Readonly<Record<string, string>> = {
  INPUT_FAILED:
    'Open the input that failed, launch it again with other parameters, then launch this one on it.',
  REPORTED: 'Its own code said so; what it had logged until then is kept.',
  WORKER_LOST:
    'The worker was lost several times. See whether the machine runs out of memory, then launch it again.',
  OUT_OF_MEMORY: 'Launch it again with fewer images or smaller batches, or on a machine with more memory.',
  INTERNAL: 'This is a mistake in the program. The log of the worker has more under the id above.',
  ENOSPC: 'Free some space on the disk, then launch it again.',
  EDQUOT: 'Free some space, then launch it again.',
  ARTIFACT_DAMAGED:
    'A file that it needs is damaged. Launch the run that made that file again, then this one.',
};

const otherAdvice = 'The same parameters would fail again. Change what the message names and launch it anew.';

/** A failed or cancelled run in words: what happened, what was kept, what to do. */
export function FailureNotice({ run: { status, failure } }: { run: RunPageData }) {
  if (status === 'CANCELLED')
    return (
      <Alert color="gray" title="This run was cancelled" mb="xl">
        What it had computed was dropped. Everything that it was made from is kept; launch it again to have
        its result.
      </Alert>
    );
  if (status !== 'FAILED') return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden="true" />} title="This run failed" mb="xl">
      <p style={{ margin: '0 0 8px' }}>
        {failure?.step && `While at “${failure.step}”: `}
        {failure?.message ?? 'It gave no reason.'}
      </p>
      Its inputs, parameters and curves are kept; it made no result.{' '}
      {(failure && advice[failure.code]) ?? otherAdvice}
    </Alert>
  );
}
