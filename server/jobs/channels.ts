/** NOTIFY channels. Payloads carry ids only: what happened is read from the tables, by those who may. */
export const channels = {
  /** A run's event was written; payload `projectId runId seq`. */
  runEvents: 'fiducial_run_events',
  /** A run can be claimed; no payload. */
  queue: 'fiducial_queue',
  /** Somebody wants a running run stopped; payload is its id. */
  cancel: 'fiducial_cancel',
  /** What an account may do has changed; payload is its id, or * for all. Sent by triggers of the tables. */
  access: 'fiducial_access',
} as const;

/** What `channels.runEvents` says. */
export interface RunEventNotice {
  readonly projectId: string;
  readonly runId: string;
  readonly seq: number;
}

/** Reads a payload of `channels.runEvents`. */
export function parseRunEventNotice(payload: string): RunEventNotice {
  const [projectId = '', runId = '', seq = ''] = payload.split(' ');
  return { projectId, runId, seq: Number(seq) };
}
