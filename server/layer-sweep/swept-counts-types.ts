import type { AttackSet } from '@fiducial/prisma/client';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import { sweepSelect } from './load-sweep';
import { sweepResults } from './sweep-results';
import type { SweptPartition } from './swept-rows';

/** The partitions of a sweep as the API names them. */
export const SweptPartitionEnum = builder.enumType('SweptPartition', {
  description: 'Which images an AUC of a sweep is over.',
  values: {
    VALIDATION: { value: 'validation', description: 'Validation images: settings are chosen on them.' },
    TEST: { value: 'test', description: 'Test images: chosen settings are reported on them.' },
  } as const,
});

interface SetCount {
  readonly attackSet: AttackSet;
  readonly count: number;
}

const SweptSetCount = builder.objectRef<SetCount>('SweptSetCount').implement({
  description: 'How many inputs of an attack or control were looked up.',
  fields: (t) => ({
    attackSet: t.field({
      type: AttackSetObject,
      description: 'The attack or control.',
      resolve: ({ attackSet }) => attackSet,
    }),
    count: t.exposeInt('count', {
      description: 'Successful adversarials, all budgets together; all inputs of a control.',
    }),
  }),
});

interface Counts {
  readonly partition: SweptPartition;
  readonly authentic: number;
  readonly sets: readonly SetCount[];
}

const SweptCounts = builder.objectRef<Counts>('SweptCounts').implement({
  description: 'How many inputs the AUCs of one partition are over.',
  fields: (t) => ({
    partition: t.field({
      type: SweptPartitionEnum,
      description: 'Which images.',
      resolve: ({ partition }) => partition,
    }),
    authentic: t.exposeInt('authentic', { description: 'Authentic inputs.' }),
    sets: t.field({
      type: [SweptSetCount],
      description: 'Inputs of each attack and control.',
      resolve: ({ sets }) => [...sets],
    }),
  }),
});

builder.prismaObjectField('LayerSweep', 'counts', (t) =>
  t.field({
    type: [SweptCounts],
    description: 'How many inputs the AUCs are over, of each partition.',
    select: sweepSelect,
    resolve: ({ run, attackSets }) =>
      (sweepResults.safeParse(run.results).data?.partitions ?? []).map(({ name, authentic, sets }) => ({
        partition: name,
        authentic,
        sets: attackSets.map(({ attackSet }, at) => ({ attackSet, count: sets[at] ?? 0 })),
      })),
  }),
);
