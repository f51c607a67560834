import type { Prisma } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { RunObject } from './run-types';

/** Ended runs, the one that ended last first. */
const lastEnded = {
  // Those that ended have an end, and no others: an index holds them in this order.
  where: { finishedAt: { not: null } },
  orderBy: [{ finishedAt: 'desc' }, { id: 'desc' }],
} satisfies Pick<Prisma.RunFindManyArgs, 'where' | 'orderBy'>;

const firstArgument = { defaultValue: 8, description: 'How many at most, 1 to 100.' };
const atMost = (first: number | null | undefined) => Math.min(100, Math.max(1, first ?? 8));

builder.prismaObjectField('Project', 'endedRuns', (t) =>
  t.relation('runs', {
    description: 'Runs that are ended, the one that ended last first.',
    args: { first: t.arg.int(firstArgument) },
    query: ({ first }) => ({ ...lastEnded, take: atMost(first) }),
  }),
);

builder.queryField('endedRuns', (t) =>
  t.prismaField({
    type: [RunObject],
    description: 'Runs that are ended, the one that ended last first.',
    args: { first: t.arg.int(firstArgument) },
    resolve: (query, _, { first }, { prisma, viewer }) =>
      prisma.run.findMany({
        ...query,
        where: { ...lastEnded.where, project: viewer.projects },
        orderBy: lastEnded.orderBy,
        take: atMost(first),
      }),
  }),
);
