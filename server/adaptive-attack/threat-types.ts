import { ThreatLevelEnum } from '../attack-set/attack-set-enums';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { EvaluationObject } from '../evaluation/evaluation-types';
import { builder } from '../graphql/builder';
import { NormEnum } from '../method/method-types';
import { notDeleted } from '../project/not-deleted';
import { BudgetVerdictObject } from './budget-verdict-types';
import { SanityCheckObject } from './sanity-check-types';
import type { Threat } from './threat';
import { threatsTo } from './threats';

const EvasionPointObject = builder.objectRef<Threat['curve'][number]>('EvasionPoint').implement({
  description: 'A point of an evasion curve.',
  fields: (t) => ({
    budget: t.exposeFloat('budget', {
      description: 'Largest size of a perturbation in the norm of the attack, in input units.',
    }),
    evasionRate: t.exposeFloat('evasionRate', {
      description: 'Share of the images that evade within it, at 5 % false positives.',
    }),
  }),
});

const ThreatObject = builder.objectRef<Threat>('Threat').implement({
  description: 'An attack set as a detector judges it, on the test images of its sample.',
  fields: (t) => ({
    attackSet: t.field({
      type: AttackSetObject,
      description: 'The attack set.',
      resolve: ({ attackSet }) => attackSet,
    }),
    level: t.field({
      type: ThreatLevelEnum,
      description:
        'What its attacker knew of this detector: one who was given another detector knows this one in part only.',
      resolve: ({ level }) => level,
    }),
    norm: t.field({
      type: NormEnum,
      description: 'The norm that the attack bounds or minimizes.',
      resolve: ({ norm }) => norm,
    }),
    budgets: t.field({
      type: [BudgetVerdictObject],
      description: 'The verdict at each budget.',
      resolve: ({ budgets }) => [...budgets],
    }),
    curve: t.field({
      type: [EvasionPointObject],
      description:
        'Evasion at 5 % false positives against the size of the perturbation: a point for each epsilon, or the share within each size that was found.',
      resolve: ({ curve }) => [...curve],
    }),
    checks: t.field({
      type: [SanityCheckObject],
      description: 'Sanity checks of the attack; empty for one that was not made against this detector.',
      resolve: ({ checks }) => [...checks],
    }),
    evaluation: t.field({
      type: EvaluationObject,
      nullable: true,
      description: 'The evaluation that scored it; null where the attack itself had it judged.',
      resolve: ({ evaluation }) => evaluation,
    }),
  }),
});

builder.prismaObjectFields('AttackSet', (t) => ({
  target: t.relation('target', {
    nullable: true,
    description: 'The detector that it is meant to get past; null for an attack that knows of none.',
  }),
  surrogate: t.relation('surrogate', {
    nullable: true,
    description: 'The detector that its attacker was given in place of the target; null unless so.',
  }),
  testOnly: t.exposeBoolean('testOnly', {
    description: 'Whether it attacks the test images of its sample alone; else all of them.',
  }),
  threat: t.field({
    type: ThreatObject,
    nullable: true,
    description: 'What got past its target; null before it is made, and for an attack that knows of none.',
    select: { target: true },
    resolve: async (set, _, context) => {
      const threats = set.target ? await threatsTo(context, set.target) : [];
      return threats.find(({ attackSet }) => attackSet.id === set.id) ?? null;
    },
  }),
}));

builder.prismaObjectFields('Detector', (t) => ({
  attackedIn: t.relation('attackedIn', {
    description: 'Attack sets that are meant to get past it, newest first.',
    query: { where: notDeleted, orderBy: { id: 'desc' }, take: 100 },
  }),
  threats: t.field({
    type: [ThreatObject],
    description:
      'All attacks that it has judged, by what their attackers knew: those made against it, and those that its evaluations scored.',
    resolve: async (detector, _, context) => [...(await threatsTo(context, detector))],
  }),
}));
