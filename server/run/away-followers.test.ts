import type { PrismaClient } from '@fiducial/prisma/client';
import { expect, test, vi } from 'vitest';
import { changedRuns } from './changed-runs';
import { followRun } from './follow-run';
import type { RunEventHub } from './run-event-hub';

const away = Object.assign(new Error('Connection refused'), { code: 'ECONNREFUSED' });

/** Says once that some may have been missed, and nothing more. */
const runEvents: RunEventHub = {
  async *notices() {
    yield null;
    await new Promise(() => undefined);
  },
  close: async () => undefined,
};

test('a follower of a run goes on when the database is back', async () => {
  const event = { runId: 'run', seq: 1, type: 'log' };
  const findMany = vi.fn().mockRejectedValueOnce(away).mockResolvedValue([event]);
  const run = { findUniqueOrThrow: async () => ({ status: 'RUNNING', lastSeq: 1 }) };
  const prisma = { run, runEvent: { findMany } } as unknown as PrismaClient;
  const events = followRun(
    { prisma, runEvents },
    { runId: 'run', afterSeq: 0 },
    new AbortController().signal,
  );
  expect((await events.next()).value).toBe(event);
  expect(findMany).toHaveBeenCalledTimes(2);
});

test('a list of runs that missed some goes on when the database is back', async () => {
  const findMany = vi
    .fn()
    .mockRejectedValueOnce(away)
    .mockResolvedValue([{ id: 'missed' }]);
  const prisma = { run: { findMany } } as unknown as PrismaClient;
  const changes = changedRuns({ prisma, runEvents }, 'project', new AbortController().signal);
  expect((await changes.next()).value).toBe('missed');
  expect(findMany).toHaveBeenCalledTimes(2);
});
