import type { RunEvent } from '@fiducial/prisma/client';
import { z } from 'zod';
import { builder } from '../graphql/builder';
import { pageSize } from '../graphql/page-size';

/** One try at a run, as its events tell it. */
interface RunAttempt {
  readonly number: number;
  readonly startedAt: Date;
  /** Null while it lasts. */
  readonly endedAt: Date | null;
  readonly outcome: Outcome | null;
  readonly message: string | null;
  readonly step: string | null;
  readonly workerId: string | null;
}

const outcomes = {
  SUCCEEDED: { description: 'It ended the run with its results.' },
  FAILED: { description: 'It ended the run with a failure.' },
  CANCELLED: { description: 'Somebody stopped it.' },
  WORKER_LOST: { description: 'Its worker was not heard of any more.' },
  OUT_OF_MEMORY: { description: 'It ran out of memory.' },
  WORKER_STOPPED: { description: 'Its worker was shut down and gave it back.' },
  STOPPED_BY_SURROUNDINGS: { description: 'A full disk, a lost database or the like stopped it.' },
} as const;
type Outcome = keyof typeof outcomes;

const RunAttemptOutcome = builder.enumType('RunAttemptOutcome', {
  description: 'How one try at a run ended.',
  values: outcomes,
});

const RunAttemptObject = builder.objectRef<RunAttempt>('RunAttempt').implement({
  description: 'One try at a run.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'From 1.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When a worker took it.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was over; null while it lasts.',
    }),
    outcome: t.expose('outcome', {
      type: RunAttemptOutcome,
      nullable: true,
      description: 'How it ended; null while it lasts.',
    }),
    message: t.exposeString('message', { nullable: true, description: 'What happened, in words.' }),
    step: t.exposeString('step', { nullable: true, description: 'Stage in which it happened.' }),
    workerId: t.exposeString('workerId', {
      nullable: true,
      description: 'The worker that computed it, as its log names it.',
    }),
  }),
});

/** What events of attempts carry; which of it depends on the type. */
const carried = z.object({
  reason: z.string().nullish(),
  message: z.string().nullish(),
  step: z.string().nullish(),
  workerId: z.string().nullish(),
});

const reasons: Readonly<Record<string, Outcome>> = {
  workerLost: 'WORKER_LOST',
  outOfMemory: 'OUT_OF_MEMORY',
  workerStopped: 'WORKER_STOPPED',
  restored: 'WORKER_STOPPED',
};
const endings: Readonly<Record<string, Outcome>> = {
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  cancelled: 'CANCELLED',
};

/** The attempts that events tell of, the first one first. */
export function attemptsOf(events: readonly Pick<RunEvent, 'type' | 'data' | 'at'>[]): RunAttempt[] {
  const attempts: RunAttempt[] = [];
  for (const { type, data, at } of events) {
    const { reason, message, step, workerId } = carried.safeParse(data).data ?? {};
    const last = attempts.at(-1);
    if (type === 'claimed')
      attempts.push({
        number: attempts.length + 1,
        startedAt: at,
        endedAt: null,
        outcome: null,
        message: null,
        step: null,
        workerId: workerId ?? null,
      });
    else if (last && !last.endedAt && (type === 'requeued' || endings[type]))
      attempts[attempts.length - 1] = {
        ...last,
        endedAt: at,
        outcome: endings[type] ?? reasons[reason ?? ''] ?? 'STOPPED_BY_SURROUNDINGS',
        message: message ?? null,
        step: step ?? null,
      };
  }
  return attempts;
}

const eventTypes = ['claimed', 'requeued', ...Object.keys(endings)];

builder.prismaObjectField('Run', 'attempts', (t) =>
  t.field({
    type: [RunAttemptObject],
    description: 'The tries at it, the first one first, with how each ended.',
    args: { last: t.arg.int({ required: true, description: 'How many, the latest ones, 1 to 100.' }) },
    resolve: async ({ id }, { last }, { prisma }) => {
      const events = await prisma.runEvent.findMany({
        where: { runId: id, type: { in: eventTypes } },
        orderBy: { seq: 'asc' },
      });
      return attemptsOf(events).slice(-pageSize(last));
    },
  }),
);
