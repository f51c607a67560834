import {
  gateAgainst,
  gateSteps,
  type Optimality,
  optimality,
  type QualityFlag,
  type SecurityPoint,
  securityCurve,
} from '@fiducial/core/attacks';
import type { AttackSet } from '@fiducial/prisma/client';
import { z } from 'zod';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { NormEnum } from '../method/method-types';
import { attackOutcome, qualityFlag } from './attack-results';
import { QualityCodeEnum } from './attack-set-enums';
import { bestOf, storedSet, withSteps } from './stored-attacks';

const QualityFlagObject = builder.objectRef<QualityFlag>('QualityFlag').implement({
  description: 'A reason why the images of an attack set should not be relied on.',
  fields: (t) => ({
    code: t.field({ type: QualityCodeEnum, description: 'Which reason.', resolve: ({ code }) => code }),
    message: t.exposeString('message', { description: 'The reason in words, with its numbers.' }),
    epsilon: t.exposeFloat('epsilon', {
      nullable: true,
      description: 'The budget that it is about; null when it is about all, or the attack has none.',
    }),
  }),
});

const SecurityPointObject = builder.objectRef<SecurityPoint>('SecurityPoint').implement({
  description: 'A point of a security curve.',
  fields: (t) => ({
    budget: t.exposeFloat('budget', {
      description: 'Largest size of a perturbation in the norm of the attack, in input units.',
    }),
    successRate: t.exposeFloat('successRate', { description: 'Share of the images fooled within it.' }),
  }),
});

interface NormedOptimality extends Optimality {
  readonly norm: 'L0' | 'L1' | 'L2' | 'Linf';
  readonly sets: number;
}

const OptimalityObject = builder.objectRef<NormedOptimality>('Optimality').implement({
  description:
    'How far an attack set is from the smallest perturbations that any stored set has of the same images.',
  fields: (t) => ({
    norm: t.field({ type: NormEnum, description: 'In which norm.', resolve: ({ norm }) => norm }),
    sets: t.exposeInt('sets', { description: 'Attack sets that were looked at, this one among them.' }),
    images: t.exposeInt('images', { description: 'Images that it fooled: those that this is over.' }),
    best: t.exposeInt('best', { description: 'Those for which no stored set has anything smaller.' }),
    medianRatio: t.exposeFloat('medianRatio', {
      nullable: true,
      description: 'Median ratio of its norm to the best known, at least 1; null when it fooled no image.',
    }),
    meanRatio: t.exposeFloat('meanRatio', { nullable: true, description: 'Mean of that ratio.' }),
  }),
});

/** The reasons against a set: those that its run found in it, and those beside the other sets of its sample. */
async function flagsOf(set: AttackSet, context: ApiContext): Promise<QualityFlag[]> {
  const within = z.array(qualityFlag).safeParse(set.flags).data ?? [];
  const stored = set.outcomes === null ? undefined : await storedSet(context, set);
  if (!stored) return within;
  const others = stored.all.filter((other) => other !== stored.own);
  const stepped = withSteps(stored.own, stored.all);
  const own = stepped.find(({ set: { id } }) => id === set.id);
  return [...within, ...(own ? gateSteps(own, stepped) : []), ...gateAgainst(stored.own, others)];
}

async function curveOf(set: AttackSet, context: ApiContext): Promise<SecurityPoint[]> {
  const outcomes = z.array(attackOutcome).safeParse(set.outcomes).data ?? [];
  const fixed = outcomes.flatMap(({ epsilon, successRate }) =>
    epsilon === null ? [] : [{ budget: epsilon, successRate }],
  );
  if (fixed.length > 0 || outcomes.length === 0) return fixed;
  const stored = await storedSet(context, set);
  return stored ? securityCurve(stored.own.columns, stored.own) : [];
}

async function optimalityOf(set: AttackSet, context: ApiContext): Promise<NormedOptimality | null> {
  const stored = set.outcomes === null ? undefined : await storedSet(context, set);
  if (!stored) return null;
  const { own, all } = stored;
  const { norm, columns } = own;
  return { norm, sets: all.length, ...optimality(columns, bestOf(all, norm), norm) };
}

builder.prismaObjectFields('AttackSet', (t) => ({
  flags: t.field({
    type: [QualityFlagObject],
    description:
      'Why its images should not be relied on; empty when the quality gate found nothing, and before it is made.',
    resolve: (set, _, context) => flagsOf(set, context),
  }),
  securityCurve: t.field({
    type: [SecurityPointObject],
    description:
      'Success against budget: a point for each epsilon, or for an attack that looks for the smallest perturbation the share of images within each budget of a grid. Empty before it is made.',
    resolve: (set, _, context) => curveOf(set, context),
  }),
  optimality: t.field({
    type: OptimalityObject,
    nullable: true,
    description:
      'How far it is from the best known perturbations of the same images, over all stored attack sets of its sample; null before it is made, and for a control.',
    resolve: (set, _, context) => optimalityOf(set, context),
  }),
}));
