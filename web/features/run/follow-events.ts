import type { Real } from '@fiducial/schema';
import type { RunEventData, RunPageData } from './run-details';

/** The part of a run that changes while it computes. */
export interface LiveRun {
  readonly progress: RunPageData['progress'];
  readonly steps: RunPageData['steps'];
  readonly metrics: RunPageData['metrics'];
  /** Whether it began or ended since: the page must be read again. */
  readonly changedStatus: boolean;
  /** Seconds after which the curves are to be read again, and of which event that is said; null where none has said it. */
  readonly curvesDue: { readonly seq: number; readonly seconds: number } | null;
  /** Number of the last event taken. */
  readonly seq: number;
}

const statusEvents: ReadonlySet<string> = new Set([
  'queued',
  'claimed',
  'requeued',
  'reused',
  'succeeded',
  'failed',
  'cancelled',
]);

/** Takes a batch of events in. Those already taken change nothing, so a stream may be read again from an earlier number. */
export function takeEvents(run: LiveRun, events: readonly RunEventData[]): LiveRun {
  return events.filter(({ seq }) => seq > run.seq).reduce(takeEvent, run);
}

function takeEvent(run: LiveRun, { seq, type, data, at }: RunEventData): LiveRun {
  const next = { ...run, seq };
  if (statusEvents.has(type)) return { ...next, changedStatus: true };
  // What an event carries is the server's own record of it.
  if (type === 'progress') return withProgress(next, data as Progress, at);
  if (type === 'curves')
    return { ...next, curvesDue: { seq, seconds: (data as { pauseSeconds: number }).pauseSeconds } };
  if (type === 'metric')
    return { ...next, metrics: withPoints(run.metrics, (data as { points: Point[] }).points) };
  return next;
}

type Progress = Omit<NonNullable<RunPageData['progress']>, 'fraction'>;

function withProgress(
  run: LiveRun,
  { stage, done, total, unit, secondsLeft }: Progress,
  at: string,
): LiveRun {
  const progress = { stage, done, total, unit, secondsLeft, fraction: total > 0 ? done / total : 0 };
  const known = run.steps.some(({ name }) => name === stage);
  const began = { name: stage, done, total, unit, startedAt: at, finishedAt: null, seconds: null };
  const steps = known
    ? run.steps.map((step) => (step.name === stage ? { ...step, done, total } : step))
    : // A new stage ends the one before.
      [...run.steps.map((step) => (step.finishedAt ? step : endedAt(step, at))), began];
  return { ...run, progress, steps };
}

function endedAt(step: RunPageData['steps'][number], at: string): RunPageData['steps'][number] {
  return { ...step, finishedAt: at, seconds: (Date.parse(at) - Date.parse(step.startedAt)) / 1000 };
}

interface Point {
  readonly name: string;
  readonly step: number;
  readonly value: Real;
}

/** The curves with more points at their ends; a point whose step is there already is left out. */
function withPoints(metrics: RunPageData['metrics'], points: readonly Point[]): RunPageData['metrics'] {
  const byName = new Map(metrics.map((series) => [series.name, series]));
  for (const { name, step, value } of points) {
    const series = byName.get(name) ?? { name, steps: [], values: [], thinned: false };
    if (step <= (series.steps.at(-1) ?? Number.NEGATIVE_INFINITY)) continue;
    byName.set(name, { ...series, steps: [...series.steps, step], values: [...series.values, value] });
  }
  return [...byName.values()];
}
