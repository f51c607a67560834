import { z } from 'zod';
import { builder } from '../graphql/builder';
import { Thing } from '../graphql/thing';
import { AttackMethod, NormEnum } from '../method/method-types';
import { AttackOutcomeObject } from './attack-outcome-types';
import { attackOutcome, attackParams, attackResults } from './attack-results';
import { QuantizationEnum, ThreatLevelEnum } from './attack-set-enums';
import { budgetsOf } from './budgets';
import { findAttackMethod } from './find-attack-method';
import { normOfSet } from './norm-of-set';

/** An attack set as the API describes it. */
export const AttackSetObject = builder.prismaNode('AttackSet', {
  id: { field: 'id', description: 'Global id.' },
  description:
    'One attack over all images of a sample, at one or several epsilons, or in search of the smallest perturbation.',
  interfaces: [Thing],
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    model: t.relation('model', { description: 'The model that was attacked.' }),
    sample: t.relation('sample', { description: 'The images that were attacked.' }),
    attack: t.field({
      type: AttackMethod,
      nullable: true,
      description: 'The method; null when this server does not have it.',
      resolve: ({ attack }) => findAttackMethod(attack) ?? null,
    }),
    norm: t.field({
      type: NormEnum,
      nullable: true,
      description: 'The norm that it bounds or minimizes; null when this server does not have the method.',
      select: { run: { select: { params: true } } },
      resolve: normOfSet,
    }),
    attackId: t.exposeString('attack', { description: 'Id of the method.' }),
    control: t.exposeBoolean('control', {
      description: 'A control is no attack: a detector must not flag it.',
    }),
    parameters: t.field({
      type: 'JSON',
      description: 'Parameters of the method, without epsilon.',
      select: { run: { select: { params: true } } },
      resolve: ({ run }) => attackParams.safeParse(run.params).data?.parameters ?? {},
    }),
    epsilons: t.floatList({
      nullable: { list: false, items: true },
      description:
        'Radii of the ball, in input units, one for each block of images; a single null for an attack that looks for the smallest perturbation.',
      resolve: ({ epsilons }) => [...budgetsOf(epsilons)],
    }),
    quantization: t.field({
      type: QuantizationEnum,
      description: 'How its images are kept.',
      select: { run: { select: { params: true } } },
      resolve: ({ run }) => attackParams.safeParse(run.params).data?.quantization ?? 'float32',
    }),
    threatLevel: t.expose('threatLevel', {
      type: ThreatLevelEnum,
      description: 'What the attacker knew of a detector.',
    }),
    zeroGradientShare: t.float({
      nullable: true,
      description:
        'Share of attacked rows whose first gradient was exactly zero; null before it is made, and for an attack that asks for none.',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) => {
        const { rows = 0, zero = 0 } = attackResults.safeParse(run.results).data?.zeroGradients ?? {};
        return rows > 0 ? zero / rows : null;
      },
    }),
    outcomes: t.field({
      type: [AttackOutcomeObject],
      description: 'What it achieved at each budget; empty before it is made.',
      resolve: ({ outcomes }) => z.array(attackOutcome).safeParse(outcomes).data ?? [],
    }),
  }),
});
