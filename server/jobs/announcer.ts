import { setTimeout as sleep } from 'node:timers/promises';
import type { Transaction } from '@fiducial/prisma/client';
import { openPool } from '@fiducial/prisma/pool';
import { type Notice, someMissed } from './channels';

/** Tells notices of this process after their transactions have committed. */
interface Announcer {
  tell(notices: readonly Notice[]): void;
  /** Tells what is left. */
  close(): Promise<void>;
}

/** What opens the announcer. */
export interface AnnouncerConnection {
  readonly url: string;
  /** A connection that is silent for so long is ended; none without it. */
  readonly silentMs?: number;
  readonly onError: (error: Error) => void;
}

/** Notices of one statement. */
const mostAtOnce = 1000;
/** More wait only while the database is away, and whoever listens has lost its connection as well. */
const mostWaiting = 10_000;
/** Between two tries while the database is away. */
const pauseMs = 500;

let announcer: Announcer | undefined;
const gathered = new WeakMap<Transaction, Notice[]>();

/**
 * From now on the notices of this process's transactions are told after they have committed, many in one statement, instead of
 * within them. Postgres holds a lock through the flush of each commit that has a notice, so that commits with notices come one
 * after the other: twenty connections that insert a row each made 1,400 commits a second with a notice and 3,600 without.
 *
 * A process that dies between the two keeps its last notices to itself. So the next one says at its start that some may be
 * missing, and who follows looks by itself after a while. Workers, which write little and die more often, announce within.
 */
export function openAnnouncer(connection: AnnouncerConnection): void {
  if (announcer) throw new Error('The announcer is open already.');
  announcer = makeAnnouncer(connection);
  announcer.tell([someMissed]);
}

/** Tells what is left; later notices are part of their transactions again. */
export async function closeAnnouncer(): Promise<void> {
  const open = announcer;
  announcer = undefined;
  await open?.close();
}

/** Runs a transaction's work and returns with its result what is to be told once it has committed. */
export async function gatherNotices<T>(
  tx: Transaction,
  work: (tx: Transaction) => Promise<T>,
): Promise<{ result: T; tell: () => void }> {
  const open = announcer;
  if (!open) return { result: await work(tx), tell: () => undefined };
  const notices: Notice[] = [];
  gathered.set(tx, notices);
  return { result: await work(tx), tell: () => open.tell(notices) };
}

/** Tells notices when the caller's transaction has committed, and never when it goes back. */
export async function announce(tx: Transaction, notices: readonly Notice[]): Promise<void> {
  const waiting = gathered.get(tx);
  if (waiting) waiting.push(...notices);
  else if (notices.length) {
    const [names, payloads] = columnsOf(notices);
    await tx.$executeRaw`
      SELECT pg_notify(channel, payload) FROM unnest(${names}::text[], ${payloads}::text[]) AS n(channel, payload)`;
  }
}

function makeAnnouncer({ url, silentMs, onError }: AnnouncerConnection): Announcer {
  // A notice writes nothing that would have to outlast a power cut: its commit waits for no flush.
  const pool = openPool({ url, max: 1, silentMs, applicationName: 'fiducial-announcer', flushes: false });
  pool.on('error', onError);
  const waiting = new Map<string, Notice>();
  let telling: Promise<void> | undefined;
  let closing = false;

  const tellAll = async (): Promise<void> => {
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, mostAtOnce);
      for (const [key] of batch) waiting.delete(key);
      const notices = batch.map(([, notice]) => notice);
      try {
        await pool.query(
          'SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS n(channel, payload)',
          columnsOf(notices),
        );
      } catch (error) {
        onError(error as Error); // pg rejects with errors
        if (closing) break;
        add(notices);
        await sleep(pauseMs);
      }
    }
    // In the same moment in which nothing was left: what is told after it begins anew.
    telling = undefined;
  };
  const add = (notices: readonly Notice[]): void => {
    for (const notice of notices) waiting.set(`${notice.channel} ${notice.payload}`, notice);
    if (waiting.size <= mostWaiting) return;
    waiting.clear();
    waiting.set('', someMissed);
  };
  return {
    tell(notices) {
      add(notices);
      if (waiting.size > 0) telling ??= tellAll();
    },
    async close() {
      closing = true;
      await telling;
      await pool.end();
    },
  };
}

function columnsOf(notices: readonly Notice[]): [channels: string[], payloads: string[]] {
  return [notices.map(({ channel }) => channel), notices.map(({ payload }) => payload)];
}
