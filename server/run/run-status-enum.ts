import { builder } from '../graphql/builder';

/** States of runs as the API names them. */
export const RunStatusEnum = builder.enumType('RunStatus', {
  description: 'How far a run is.',
  values: {
    WAITING: { description: 'Its inputs are not all made yet.' },
    QUEUED: { description: 'Waiting for a free worker.' },
    RUNNING: { description: 'A worker computes it.' },
    SUCCEEDED: { description: 'Done; its outputs are there.' },
    FAILED: { description: 'It ended with a failure, which is told.' },
    CANCELLED: { description: 'Somebody stopped it.' },
  } as const,
});
