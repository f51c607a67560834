/** NOTIFY channels. Payloads carry ids only: what happened is read from the tables, by those who may. */
export const channels = {
  /** Events of a run were written, up to a number; payload `projectId runId seq`, empty where some may have been missed. */
  runEvents: 'fiducial_run_events',
  /** A run can be claimed; no payload. */
  queue: 'fiducial_queue',
  /** Somebody wants a running run stopped; payload is its id. */
  cancel: 'fiducial_cancel',
  /** What an account may do has changed; payload is its id, or * for all. Sent by triggers of the tables. */
  access: 'fiducial_access',
} as const;

/** What is told to all who listen to a channel. */
export interface Notice {
  readonly channel: string;
  readonly payload: string;
}

/** The notice that a run can be claimed. */
export const queueNotice: Notice = { channel: channels.queue, payload: '' };

/** What `channels.runEvents` says: events of this run are there, up to `seq`. */
export interface RunEventNotice {
  readonly projectId: string;
  readonly runId: string;
  readonly seq: number;
}

/** Reads a payload of `channels.runEvents`; null for one that says that some may have been missed. */
export function parseRunEventNotice(payload: string): RunEventNotice | null {
  if (!payload) return null;
  const [projectId = '', runId = '', seq = ''] = payload.split(' ');
  return { projectId, runId, seq: Number(seq) };
}

/** The notice that events of a run were written, up to `seq`. */
export function runEventNotice({ projectId, runId, seq }: RunEventNotice): Notice {
  return { channel: channels.runEvents, payload: `${projectId} ${runId} ${seq}` };
}

/** The notice that some about runs may have been missed. */
export const someMissed: Notice = { channel: channels.runEvents, payload: '' };
