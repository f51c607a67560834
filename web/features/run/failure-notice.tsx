import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { paths } from '../../lib/paths';
import { TextLink } from '../../parts/links';
import type { RunPageData } from './run-details';

/** What to do next, by the failure's code; a failure without an entry is one that the same input would cause again. */
const advice: Readonly<Record<string, string>> = {
  REPORTED: 'Its own code said so; what it had logged until then is kept.',
  WORKER_LOST:
    'What happened in each attempt stands below. See whether a machine runs out of memory or was switched off, and compare what was expected with what a worker has; then queue it again, with all that waited for it.',
  TOO_LARGE:
    'Queue it again once a worker with more memory is there, or launch it again with less of what the message names.',
  STOPPED: 'See why the system stopped it, then queue it again.',
  OUT_OF_MEMORY:
    'It was tried with smaller batches, too. Queue it again on a machine with more memory, or launch it again with fewer images.',
  INTERNAL: 'This is a mistake in the program. The log of the worker has more under the id above.',
  ENOSPC: 'Free some space on the disk, then queue it again.',
  EDQUOT: 'Free some space, then queue it again.',
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
      {failure?.inputRunId ? (
        <>
          <TextLink href={paths.run(failure.inputRunId)}>Open the run that it waited for</TextLink>, launch
          that one again, then this one on what it makes.
        </>
      ) : (
        ((failure && advice[failure.code]) ?? otherAdvice)
      )}
    </Alert>
  );
}
