import type { RunStatus } from '@fiducial/prisma/client';

/** Condition that a run is under way: it waits or computes, and can be cancelled. */
export const underWay = { in: ['WAITING', 'QUEUED', 'RUNNING'] satisfies RunStatus[] };

/** Whether a run waits for its inputs or for a worker. */
export const isUnbegun = (status: RunStatus): boolean => status === 'WAITING' || status === 'QUEUED';

/** Whether a run is under way. */
export const isUnderWay = (status: RunStatus): boolean => underWay.in.some((one) => one === status);
