/** What a log says of an event, by its type. What carries figures, progress and points of curves, has its own place. */
export const eventWords = {
  waiting: 'Launched; waits for its inputs',
  queued: 'Queued for a free worker',
  claimed: 'Taken by a worker',
  started: 'Its code began to log',
  step: 'A stage began',
  reused: 'The outcome of an equal run was taken over',
  cancelRequested: 'Somebody asked to cancel it',
  requeued: 'Back in the queue',
  succeeded: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
} as const;

/** Types of events that a log asks for: a run has hundreds of the others, and few of these. */
export const loggedTypes: readonly string[] = Object.keys(eventWords);
