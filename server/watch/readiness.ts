import { setTimeout as sleep } from 'node:timers/promises';
import type { PrismaClient } from '@fiducial/prisma/client';
import { readMigrations } from '@fiducial/prisma/migrate';
import type { ArtifactStore } from '../artifact/store';

/** Something without which requests cannot be served. */
export interface ReadinessCheck {
  readonly name: 'database' | 'migrations' | 'store';
  readonly ready: boolean;
  /** What is wrong, for whoever asks: without names of hosts and folders. */
  readonly reason?: string;
}

/** Whether this process can serve requests now. */
export interface Readiness {
  readonly status: 'ready' | 'not ready';
  readonly checks: readonly ReadinessCheck[];
}

/** What is looked at. */
export interface ReadinessParts {
  readonly prisma: PrismaClient;
  readonly store: ArtifactStore;
}

/** How long an answer is good: whoever asks more often gets the last one. */
const keptMs = 1000;
/** A database that takes longer is as good as away. */
const limitMs = 3000;

/** Something to ask whether requests can be served; it looks at most once a second, however often it is asked. */
export async function openReadiness(parts: ReadinessParts): Promise<() => Promise<Readiness>> {
  const known = new Set((await readMigrations()).map(({ name }) => name));
  let last: { at: number; answer: Promise<Readiness> } | undefined;
  return () => {
    const now = performance.now();
    if (!last || now - last.at > keptMs) last = { at: now, answer: look(parts, known) };
    return last.answer;
  };
}

async function look(
  { prisma, store: files }: ReadinessParts,
  known: ReadonlySet<string>,
): Promise<Readiness> {
  const [tables, store] = await Promise.all([lookAtDatabase(prisma, known), lookAtStore(files)]);
  const checks = [...tables, store];
  return { status: checks.every(({ ready }) => ready) ? 'ready' : 'not ready', checks };
}

async function lookAtDatabase(prisma: PrismaClient, known: ReadonlySet<string>): Promise<ReadinessCheck[]> {
  const asked = prisma.$queryRaw<{ name: string }[]>`
    SELECT migration_name AS "name" FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const applied = await Promise.race([asked, sleep(limitMs, undefined, { ref: false })]).catch(
    () => undefined,
  );
  if (!applied)
    return [
      { name: 'database', ready: false, reason: 'The database does not answer.' },
      { name: 'migrations', ready: false, reason: 'Not known while the database does not answer.' },
    ];
  return [
    { name: 'database', ready: true },
    lookAtMigrations(new Set(applied.map(({ name }) => name)), known),
  ];
}

function lookAtMigrations(applied: ReadonlySet<string>, known: ReadonlySet<string>): ReadinessCheck {
  const name = 'migrations';
  const missing = [...known].filter((one) => !applied.has(one));
  const later = [...applied].filter((one) => !known.has(one));
  if (missing.length)
    return {
      name,
      ready: false,
      reason: `The tables are of an earlier release: missing ${missing.join(', ')}.`,
    };
  // A later release keeps what this one needs, but nobody has tried them together.
  if (later.length)
    return { name, ready: false, reason: `The tables are of a later release: it added ${later.join(', ')}.` };
  return { name, ready: true };
}

async function lookAtStore(store: ArtifactStore): Promise<ReadinessCheck> {
  const reason = await store.obstacle();
  return reason ? { name: 'store', ready: false, reason } : { name: 'store', ready: true };
}
