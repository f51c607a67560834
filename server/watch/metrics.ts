import type { PrismaClient } from '@fiducial/prisma/client';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { currentVersions } from '../versions';
import { readFigures, type WorkerFigures } from './run-figures';

/** What is measured of this process, and read of the records, for Prometheus. */
export interface Metrics {
  /** All figures as text, with their media type. */
  read(): Promise<{ text: string; type: string }>;
  /** An operation of GraphQL was answered; `operation` is one of the schema's fields, never a client's own word. */
  operationEnded(of: { operation: string; failed: boolean; seconds: number }): void;
  /** A request was answered; `route` is one of ours. */
  requestEnded(of: { route: string; status: number; seconds: number }): void;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** How long figures of the records are good: counting a million runs takes 0.2 s. */
const keptMs = 10_000;

/** Opens the measurement of one API process. */
export function openMetrics(prisma: PrismaClient): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const operations = new Histogram({
    name: 'fiducial_graphql_duration_seconds',
    help: 'Time to answer an operation over HTTP, by its first field.',
    labelNames: ['operation', 'failed'],
    buckets: seconds,
    registers,
  });
  const requests = new Histogram({
    name: 'fiducial_http_duration_seconds',
    help: 'Time to answer a request, by route and class of status.',
    labelNames: ['route', 'status'],
    buckets: seconds,
    registers,
  });
  new Gauge({ name: 'fiducial_info', help: 'Versions.', labelNames: ['version', 'node'], registers }).set(
    { version: currentVersions().fiducial, node: process.versions.node },
    1,
  );
  const showRecords = recordGauges(registers);
  let last = 0;
  return {
    read: async () => {
      if (!last || performance.now() - last > keptMs) {
        // Without the database the process's own figures are told all the same.
        showRecords(await readFigures(prisma).catch(() => undefined));
        last = performance.now();
      }
      return { text: await registry.metrics(), type: registry.contentType };
    },
    operationEnded: ({ operation, failed, seconds: took }) =>
      operations.observe({ operation, failed: String(failed) }, took),
    requestEnded: ({ route, status, seconds: took }) =>
      requests.observe({ route, status: `${Math.floor(status / 100)}xx` }, took),
  };
}

/** Gauges over the records; without figures they say that the database is away, and nothing else. */
function recordGauges(registers: Registry[]) {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const up = gauge('fiducial_database_up', 'Whether the database answers.');
  const open = gauge('fiducial_runs_open', 'Runs that have not ended, by state.', ['state']);
  const oldest = gauge('fiducial_queue_oldest_seconds', 'Age of the run that is queued longest; 0 for none.');
  const ended = gauge('fiducial_runs_ended', 'Runs on record that have ended, by kind and end.', [
    'kind',
    'end',
  ]);
  const stored = gauge('fiducial_store_bytes', 'Bytes that the records name.');
  const workers = gauge('fiducial_workers', 'Workers that live.');
  const worker = {
    slots: gauge('fiducial_worker_slots', 'Runs that a worker computes at once.', ['worker', 'host']),
    running: gauge('fiducial_worker_running', 'Runs that a worker computes now.', ['worker', 'host']),
    memory: gauge('fiducial_worker_memory_bytes', 'Resident memory of a worker and its children.', [
      'worker',
      'host',
    ]),
    silent: gauge('fiducial_worker_silent_seconds', 'Since a worker was heard of.', ['worker', 'host']),
  };
  return (figures: Awaited<ReturnType<typeof readFigures>> | undefined) => {
    for (const one of [open, oldest, ended, stored, workers, ...Object.values(worker)]) one.reset();
    up.set(figures ? 1 : 0);
    if (!figures) return;
    for (const [state, count] of Object.entries(figures.open)) open.set({ state }, count);
    oldest.set(figures.oldestQueuedSeconds);
    for (const { kind, end, count } of figures.ended) ended.set({ kind, end }, count);
    stored.set(figures.storedBytes);
    workers.set(figures.workers.length);
    for (const one of figures.workers) showWorker(worker, one);
  };
}

function showWorker(
  gauges: Readonly<Record<'slots' | 'running' | 'memory' | 'silent', Gauge>>,
  { id, host, slots, running, memoryBytes, silentSeconds }: WorkerFigures,
): void {
  const labels = { worker: id, host };
  gauges.slots.set(labels, slots);
  gauges.running.set(labels, running);
  if (memoryBytes !== null) gauges.memory.set(labels, memoryBytes);
  gauges.silent.set(labels, silentSeconds);
}
