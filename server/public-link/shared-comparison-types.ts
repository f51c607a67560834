import type { Metrics } from '@fiducial/core/metrics';
import { ThreatLevelEnum } from '../attack-set/attack-set-enums';
import { checkIndex } from '../check-index';
import { detectorParams } from '../detector/fit-detector.task';
import { RowKindEnum } from '../evaluation/evaluation-enums';
import { inputsOf } from '../evaluation/load-evaluation';
import { MetricsInterface } from '../evaluation/metric-fields';
import { type Pair, pairedTests } from '../evaluation/paired-test-types';
import { curveOf, RocCurveObject } from '../evaluation/roc-curve-types';
import { builder } from '../graphql/builder';
import { type AttackOrder, type SharedEvaluation, sharedRows } from './shared-comparison';

// None of these types leads anywhere else: what a link shows is what is written here, and nothing behind it.

/** A row of a result table, as links and reports show it. */
export const SharedRow = builder
  .objectRef<
    Metrics & {
      kind: 'macro' | 'attack' | 'attackEpsilon' | 'error' | 'control';
      attack: string | null;
      attackAt: number | null;
      epsilon: number | null;
    }
  >('SharedRow')
  .implement({
    description: 'A row of a result table, as public links and reports show it.',
    interfaces: [MetricsInterface],
    fields: (t) => ({
      kind: t.field({ type: RowKindEnum, description: 'What it is over.', resolve: ({ kind }) => kind }),
      attack: t.exposeString('attack', {
        nullable: true,
        description: 'Name of the attack or control; null over all of them.',
      }),
      attackAt: t.exposeInt('attackAt', {
        nullable: true,
        description: 'Place of the attack among those of all detectors beside it: names may come twice.',
      }),
      epsilon: t.exposeFloat('epsilon', {
        nullable: true,
        description: 'The epsilon, where it is over one, in input units.',
      }),
    }),
  });

const SharedEvaluationObject = builder.objectRef<SharedEvaluation>('SharedEvaluation').implement({
  description: 'A detector’s evaluation as a public link shows it.',
  fields: (t) => ({
    name: t.string({ description: 'What people call it.', resolve: ({ evaluation }) => evaluation.name }),
    detector: t.string({
      description: 'Name of the detector.',
      resolve: ({ evaluation }) => evaluation.detector.name,
    }),
    place: t.exposeInt('place', {
      description:
        'Place of the detector’s name among the detectors of its project, from 0: it is drawn alike everywhere.',
    }),
    method: t.string({
      description: 'Id of its method.',
      resolve: ({ evaluation }) => evaluation.detector.method,
    }),
    parameters: t.field({
      type: 'JSON',
      description: 'Parameters of the method, defaults filled in.',
      resolve: ({ evaluation }) =>
        detectorParams.safeParse(evaluation.detector.run.params).data?.parameters ?? {},
    }),
    macroAuc: t.float({
      nullable: true,
      description: 'Plain mean over attacks of the AUC over successful adversarials.',
      resolve: ({ evaluation }) => evaluation.macroAuc,
    }),
    macroAucLow: t.float({
      nullable: true,
      description: 'Lower end of its 95 % interval.',
      resolve: ({ evaluation }) => evaluation.macroAucLow,
    }),
    macroAucHigh: t.float({
      nullable: true,
      description: 'Upper end of its 95 % interval.',
      resolve: ({ evaluation }) => evaluation.macroAucHigh,
    }),
    strongestThreatLevel: t.field({
      type: ThreatLevelEnum,
      description:
        'What the strongest attacker that was set on the detector knew: with ZERO its numbers say nothing about an attacker who knows it.',
      resolve: ({ threatLevel }) => threatLevel,
    }),
    attacks: t.stringList({
      description: 'Names of the attacks and controls that it was judged on, in order.',
      resolve: ({ evaluation }) => evaluation.attackSets.map(({ attackSet }) => attackSet.name),
    }),
    rows: t.field({
      type: [SharedRow],
      description: 'The result table, over successful adversarials.',
      resolve: (shared) => sharedRows(shared),
    }),
    rocCurve: t.field({
      type: RocCurveObject,
      nullable: true,
      description: 'ROC curve over successful adversarials; null where a group is empty.',
      args: { attack: t.arg.int({ description: 'Place in the attacks, from 0; without it all together.' }) },
      resolve: async ({ evaluation }, { attack }, context) => {
        const { attackSets } = evaluation;
        if (attack != null) checkIndex(attack, attackSets.length, 'attack');
        return curveOf(evaluation, await inputsOf(context, evaluation), {
          denominator: 'successful',
          attackSetId: attack == null ? undefined : attackSets[attack]?.attackSet.id,
          epsilonIndex: undefined,
        });
      },
    }),
  }),
});

/** A paired test, as links and reports show it. */
export const SharedPair = builder.objectRef<Pair & { readonly order: AttackOrder }>('SharedPair').implement({
  description: 'DeLong’s paired test between two evaluations, as public links and reports show it.',
  fields: (t) => ({
    a: t.exposeInt('a', { description: 'Place of one evaluation, from 0.' }),
    b: t.exposeInt('b', { description: 'Place of the other.' }),
    attack: t.string({
      nullable: true,
      description: 'Name of the attack; null for the macro-AUC.',
      resolve: ({ attackSet }) => attackSet?.name ?? null,
    }),
    attackAt: t.int({
      nullable: true,
      description: 'Place of the attack, as rows have it; null for the macro-AUC.',
      resolve: ({ attackSet, order }) => (attackSet && order.get(attackSet.id)) ?? null,
    }),
    deltaAuc: t.exposeFloat('delta', { description: 'AUC of a minus AUC of b.' }),
    deltaLow: t.exposeFloat('low', { description: 'Lower end of its 95 % interval.' }),
    deltaHigh: t.exposeFloat('high', { description: 'Upper end of its 95 % interval.' }),
    adjustedPValue: t.exposeFloat('adjustedPValue', {
      description: 'Two-sided p value after Holm’s correction over all pairs on the same attack.',
    }),
  }),
});

/** A comparison as a public link shows it. */
export const SharedComparison = builder.objectRef<readonly SharedEvaluation[]>('SharedComparison').implement({
  description: 'Evaluations side by side, as a public link shows them.',
  fields: (t) => ({
    evaluations: t.field({
      type: [SharedEvaluationObject],
      description: 'In the order of the link.',
      resolve: (shared) => [...shared],
    }),
    sameInputs: t.boolean({
      description: 'Whether all were scored on the same inputs: only then are they tested in pairs.',
      resolve: isPaired,
    }),
    pairs: t.field({
      type: [SharedPair],
      description: 'Every pair, on the macro-AUC and on each attack; none when the inputs differ.',
      resolve: async (shared, _args, context) => {
        const evaluations = shared.map(({ evaluation }) => evaluation);
        if (!isPaired(shared)) return [];
        const tests = await pairedTests(context, evaluations, {
          denominator: 'successful',
          onlyBest: false,
        });
        return tests.map((pair) => ({ ...pair, order: shared[0]?.order ?? new Map() }));
      },
    }),
  }),
});

const isPaired = (shared: readonly SharedEvaluation[]): boolean =>
  new Set(shared.map(({ evaluation }) => evaluation.inputsDigest)).size === 1;
