import { type SanityCheck, type StepTrace, sanityCheckNames } from '@fiducial/core/adaptive';
import { readParsed } from '../artifact/read-artifact';
import { ThreatLevelEnum } from '../attack-set/attack-set-enums';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { readTraces, stepColumns } from '../attack-set/trace-file';
import { EvaluationObject } from '../evaluation/evaluation-types';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { NormEnum } from '../method/method-types';
import type { BudgetVerdict } from './adaptive-results';
import { type Threat, type ThreatLevel, threatsTo } from './threats';

const EvasionObject = builder.objectRef<BudgetVerdict['evasions'][number]>('Evasion').implement({
  description:
    'What got past a detector at one threshold: images that fool the classifier and are not flagged.',
  fields: (t) => ({
    falsePositiveRate: t.exposeFloat('falsePositiveRate', {
      description: 'Share of authentic validation images that may lie above the threshold.',
    }),
    threshold: t.exposeFloat('threshold', { description: 'Exact scores strictly above it are flagged.' }),
    evaded: t.exposeInt('evaded', { description: 'Images that fool classifier and detector.' }),
    evasionRate: t.exposeFloat('evasionRate', { description: 'Evaded over attacked.' }),
    meanL2: t.exposeFloat('meanL2', {
      nullable: true,
      description: 'Mean Euclidean length of what was changed, over images that evaded, in input units.',
    }),
    meanLinf: t.exposeFloat('meanLinf', {
      nullable: true,
      description: 'Mean greatest change, over images that evaded, in input units.',
    }),
    medianL2: t.exposeFloat('medianL2', { nullable: true, description: 'Median Euclidean length of them.' }),
    medianLinf: t.exposeFloat('medianLinf', {
      nullable: true,
      description: 'Median greatest change of them.',
    }),
  }),
});

const BudgetVerdictObject = builder.objectRef<BudgetVerdict>('BudgetVerdict').implement({
  description: 'The verdict of a detector on the test images of an attack set at one budget.',
  fields: (t) => ({
    epsilon: t.exposeFloat('epsilon', {
      nullable: true,
      description:
        'Radius of the ball, in input units; null for an attack that looks for the smallest perturbation.',
    }),
    attacked: t.exposeInt('attacked', { description: 'Test images attacked.' }),
    successful: t.exposeInt('successful', { description: 'Those that fool the classifier, flagged or not.' }),
    evasions: t.field({
      type: [EvasionObject],
      description: 'Those that also pass the detector, at 5 % and at 1 % false positives.',
      resolve: ({ evasions }) => evasions,
    }),
  }),
});

const sanityCheckWords = {
  lossFalls: 'The loss that the attacker minimizes falls.',
  largeBudget: 'With a budget that reaches everywhere, nearly all images evade.',
  moreSteps: 'More steps never let fewer images evade.',
  beatsTransfer: 'It does at least as well as attacks that do not know the detector, at the same budget.',
} as const;

const SanityCheckEnum = builder.enumType('SanityCheckName', {
  description: 'What must hold of an attack that knows a detector before its numbers say anything.',
  values: Object.fromEntries(
    sanityCheckNames.map((name) => [
      name.replaceAll(/([A-Z])/g, '_$1').toUpperCase(),
      { value: name, description: sanityCheckWords[name] },
    ]),
  ),
});

const SanityCheckObject = builder.objectRef<SanityCheck>('SanityCheck').implement({
  description: 'A sanity check of an attack that knows a detector.',
  fields: (t) => ({
    check: t.field({ type: SanityCheckEnum, description: 'Which check.', resolve: ({ check }) => check }),
    passed: t.exposeBoolean('passed', {
      nullable: true,
      description: 'Whether it passed; null where it could not be made.',
    }),
    reason: t.exposeString('reason', { description: 'The outcome in words, with its numbers.' }),
  }),
});

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

const StepTraceObject = builder.objectRef<StepTrace>('StepTrace').implement({
  description: 'How an attack on a detector went, iterate by iterate: means over all images.',
  fields: (t) => ({
    loss: t.floatList({
      description:
        'How far from fooling the classifier, in logits, plus how far above the threshold of the soft score, in standard deviations of authentic scores.',
      resolve: ({ loss }) => [...loss],
    }),
    success: t.floatList({
      description: 'Share of the images for which some iterate up to this one fools the classifier.',
      resolve: ({ success }) => [...success],
    }),
    evaded: t.floatList({
      description: 'Share for which some such iterate also passes the detector that was known, at 5 %.',
      resolve: ({ evaded }) => [...evaded],
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
  stepTraces: t.field({
    type: [StepTraceObject],
    description: 'How an attack on a detector went at each budget; empty before it is made, and for others.',
    select: { run: { select: { status: true } } },
    resolve: async ({ run, runId, targetId }, _, context) =>
      targetId && run.status === 'SUCCEEDED'
        ? readParsed(context, { runId, name: 'steps' }, (bytes) => readTraces(bytes, stepColumns))
        : [],
  }),
}));

const strongest = new WeakMap<ApiContext, Promise<ReadonlyMap<string, ThreatLevel>>>();

/** The strongest attacker that was set on a detector, over attack sets that are made: one query for all of a request. */
async function strongestLevel(context: ApiContext, detectorId: string): Promise<ThreatLevel> {
  const known = strongest.get(context) ?? readStrongest(context);
  strongest.set(context, known);
  return (await known).get(detectorId) ?? 'ZERO';
}

async function readStrongest({ prisma, viewer }: ApiContext): Promise<ReadonlyMap<string, ThreatLevel>> {
  const sets = await prisma.attackSet.findMany({
    where: { targetId: { not: null }, project: viewer.projects, run: { status: 'SUCCEEDED' } },
    select: { targetId: true, threatLevel: true },
    distinct: ['targetId', 'threatLevel'],
  });
  const levels = new Map<string, ThreatLevel>();
  for (const { targetId, threatLevel } of sets)
    if (targetId && levels.get(targetId) !== 'PERFECT') levels.set(targetId, threatLevel);
  return levels;
}

const strongestWords =
  'What the strongest attacker that was set on it knew: with ZERO there is no adaptive attack, and its numbers say nothing about an attacker who knows it.';

builder.prismaObjectFields('Detector', (t) => ({
  strongestThreatLevel: t.field({
    type: ThreatLevelEnum,
    description: strongestWords,
    resolve: ({ id }, _, context) => strongestLevel(context, id),
  }),
  attackedIn: t.relation('attackedIn', {
    description: 'Attack sets that are meant to get past it, newest first.',
    query: { orderBy: { id: 'desc' }, take: 100 },
  }),
  threats: t.field({
    type: [ThreatObject],
    description:
      'All attacks that it has judged, by what their attackers knew: those made against it, and those that its evaluations scored.',
    resolve: async (detector, _, context) => [...(await threatsTo(context, detector))],
  }),
}));

builder.prismaObjectField('Evaluation', 'strongestThreatLevel', (t) =>
  t.field({
    type: ThreatLevelEnum,
    description: `Of its detector: ${strongestWords.charAt(0).toLowerCase()}${strongestWords.slice(1)}`,
    resolve: ({ detectorId }, _, context) => strongestLevel(context, detectorId),
  }),
);
