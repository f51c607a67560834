import type { DisturbanceSummary } from '@fiducial/core/sweep';
import type { AttackSet } from '@fiducial/prisma/client';
import { readParsed } from '../artifact/read-artifact';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { budgetsOf } from '../attack-set/budgets';
import { builder } from '../graphql/builder';
import { type Disturbance, readDisturbances } from './disturbance-file';
import { sweepSelect } from './load-sweep';
import { sweepResults } from './sweep-results';

const DisturbanceSummaryObject = builder.objectRef<DisturbanceSummary>('DisturbanceSummary').implement({
  description:
    'How far inputs moved in a layer, in units of the radius of their true class: the root mean squared distance of its reference images to their mean.',
  fields: (t) => ({
    n: t.exposeInt('n', {
      description: 'Inputs that it is over; those of a class without a radius are left out.',
    }),
    mean: t.exposeFloat('mean', { description: 'Mean.' }),
    lowerQuartile: t.exposeFloat('lowerQuartile', { description: 'A quarter moved less.' }),
    median: t.exposeFloat('median', { description: 'Half moved less.' }),
    upperQuartile: t.exposeFloat('upperQuartile', { description: 'Three quarters moved less.' }),
  }),
});

interface OfSet extends Disturbance {
  readonly attackSet: AttackSet;
}

const LayerDisturbance = builder.objectRef<OfSet>('LayerDisturbance').implement({
  description: 'How far an attack or control moves a layer, over all images of the sample.',
  fields: (t) => ({
    attackSet: t.field({
      type: AttackSetObject,
      description: 'The attack or control.',
      resolve: ({ attackSet }) => attackSet,
    }),
    layer: t.exposeString('layer', { description: 'The layer.' }),
    allBudgets: t.boolean({
      description: 'Whether it is over all budgets of the set together.',
      resolve: ({ budget }) => budget === null,
    }),
    epsilon: t.float({
      nullable: true,
      description:
        'The epsilon that it is over, in input units; null over all, and for an attack without epsilons.',
      resolve: ({ budget, attackSet }) =>
        budget === null ? null : (budgetsOf(attackSet.epsilons)[budget] ?? null),
    }),
    successful: t.field({
      type: DisturbanceSummaryObject,
      nullable: true,
      description: 'Over inputs whose prediction changed as wanted; null for none.',
      resolve: ({ successful }) => successful,
    }),
    all: t.field({
      type: DisturbanceSummaryObject,
      nullable: true,
      description: 'Over all inputs; null where no class has a radius.',
      resolve: ({ all }) => all,
    }),
  }),
});

builder.prismaObjectField('LayerSweep', 'disturbances', (t) =>
  t.field({
    type: [LayerDisturbance],
    description:
      'How far each attack and control moves each layer: by layer, set and budget, all budgets of a set first. Empty before it is made.',
    select: sweepSelect,
    resolve: async ({ run, runId, attackSets }, _, context): Promise<OfSet[]> => {
      if (!sweepResults.safeParse(run.results).success) return [];
      const entries = await readParsed(context, { runId, name: 'disturbances' }, readDisturbances);
      return entries.flatMap((entry) => {
        const attackSet = attackSets[entry.set]?.attackSet;
        return attackSet ? [{ ...entry, attackSet }] : [];
      });
    },
  }),
);
