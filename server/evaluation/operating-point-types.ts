import { precisionAtPrevalence, rateAboveInSorted, thresholdInSorted } from '@fiducial/core/metrics';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import { InvalidInputError } from '../user-error';
import { checkRate } from './check-rate';
import { InputGroupEnum } from './evaluation-enums';
import { groupsOf, type ScoredGroup } from './groups-of';
import { evaluationInclude, inputsOf } from './load-evaluation';
import { type CurveChoice, choiceOf, curveArgs, positionOf, type RocPosition } from './roc-curve-types';

interface Rate extends Pick<ScoredGroup, 'label' | 'group' | 'attackSet'> {
  readonly n: number;
  readonly flagged: number;
  readonly rate: number;
}

const GroupRate = builder.objectRef<Rate>('GroupRate').implement({
  description: 'How much of a group lies above a threshold.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'Name of the group.' }),
    group: t.field({
      type: InputGroupEnum,
      description: 'What its inputs are.',
      resolve: ({ group }) => group,
    }),
    attackSet: t.field({
      type: AttackSetObject,
      nullable: true,
      description: 'The attack or control.',
      resolve: ({ attackSet }) => attackSet,
    }),
    n: t.exposeInt('n', { description: 'Inputs in all.' }),
    flagged: t.exposeInt('flagged', { description: 'Inputs above the threshold.' }),
    rate: t.exposeFloat('rate', { description: 'Flagged over all.' }),
  }),
});

const PrecisionObject = builder
  .objectRef<{ prevalence: number; precision: number | null }>('PrecisionAtPrevalence')
  .implement({
    description: 'How much a flag is worth where attacks have a given share of all inputs.',
    fields: (t) => ({
      prevalence: t.exposeFloat('prevalence', { description: 'Share of adversarial inputs.' }),
      precision: t.exposeFloat('precision', {
        nullable: true,
        description: 'Adversarial over flagged; null where nothing is flagged.',
      }),
    }),
  });

/** Attacks among authentic traffic. */
const rarePrevalences = [1e-2, 1e-3, 1e-4];

/** @throws {InvalidInputError} for a share that is none */
function precisionOf(groups: readonly Rate[], falsePositiveRate: number, prevalences: readonly number[]) {
  const bad = prevalences.find((prevalence) => !(prevalence > 0 && prevalence < 1));
  if (bad !== undefined)
    throw new InvalidInputError(`prevalences: expected shares above 0 and below 1, got ${bad}`, {
      field: 'prevalences',
    });
  const attacks = groups.filter(({ group }) => group === 'adversarial');
  const truePositiveRate = attacks.reduce((sum, { rate }) => sum + rate, 0) / Math.max(1, attacks.length);
  return prevalences.map((prevalence) => ({
    prevalence,
    precision: precisionAtPrevalence({ truePositiveRate, falsePositiveRate }, prevalence),
  }));
}

const RocPositionObject = builder.objectRef<RocPosition>('RocPosition').implement({
  description: 'Where a threshold lies on a ROC curve, counted.',
  fields: (t) => ({
    falsePositiveRate: t.exposeFloat('falsePositiveRate', {
      description: 'Share of negative inputs with a score above the threshold.',
    }),
    truePositiveRate: t.exposeFloat('truePositiveRate', {
      description: 'Share of positive inputs with a score above the threshold.',
    }),
  }),
});

interface AtThreshold {
  readonly threshold: number;
  readonly falsePositiveRate: number;
  readonly groups: Rate[];
  readonly positionOn: (choice: CurveChoice) => RocPosition | null;
}

const OperatingPoint = builder.objectRef<AtThreshold>('OperatingPoint').implement({
  description: 'What a detector does at one threshold.',
  fields: (t) => ({
    threshold: t.exposeFloat('threshold', { description: 'Inputs with a score above it are flagged.' }),
    falsePositiveRate: t.exposeFloat('falsePositiveRate', {
      description: 'Share of authentic test inputs flagged.',
    }),
    precision: t.field({
      type: [PrecisionObject],
      description:
        'Share of flagged inputs that are adversarial where attacks are rare; the true positive rate is the plain mean over attacks.',
      args: {
        prevalences: t.arg.floatList({
          description: 'Shares of adversarial inputs, above 0 and below 1. Default 0.01, 0.001, 0.0001.',
        }),
      },
      resolve: ({ groups, falsePositiveRate }, { prevalences }) =>
        precisionOf(groups, falsePositiveRate, prevalences ?? rarePrevalences),
    }),
    position: t.field({
      type: RocPositionObject,
      nullable: true,
      description: 'Where the threshold lies on the curve of `rocCurve`; null where a group is empty.',
      args: curveArgs,
      resolve: ({ positionOn }, over) => positionOn(choiceOf(over)),
    }),
    groups: t.field({
      type: [GroupRate],
      description: 'Every group; adversarials are the successful ones.',
      resolve: ({ groups }) => groups,
    }),
  }),
});

builder.prismaObjectField('Evaluation', 'operatingPoint', (t) =>
  t.field({
    type: OperatingPoint,
    description:
      'What the detector does at a threshold: the given one, the one at a false positive rate, or its own.',
    args: {
      threshold: t.arg.float({ description: 'A threshold.' }),
      falsePositiveRate: t.arg.float({
        description: 'Share of authentic test inputs that may be flagged, 0 to 1.',
      }),
    },
    select: evaluationInclude,
    resolve: async (evaluation, { threshold, falsePositiveRate }, context) => {
      const inputs = await inputsOf(context, evaluation);
      const groups = await groupsOf(context, evaluation);
      const authentic = groups.find(({ group }) => group === 'authentic')?.scores ?? new Float32Array();
      const chosen =
        threshold ??
        (typeof falsePositiveRate === 'number'
          ? thresholdInSorted(authentic, checkRate(falsePositiveRate, 'falsePositiveRate'))
          : (evaluation.detector.threshold ?? 0));
      const rates = groups.map(({ scores, ...group }): Rate => {
        const rate = scores.length > 0 ? rateAboveInSorted(scores, chosen) : 0;
        return { ...group, n: scores.length, flagged: Math.round(rate * scores.length), rate };
      });
      return {
        threshold: chosen,
        falsePositiveRate: authentic.length > 0 ? rateAboveInSorted(authentic, chosen) : 0,
        groups: rates,
        positionOn: (choice: CurveChoice) => positionOf(evaluation, inputs, { ...choice, threshold: chosen }),
      };
    },
  }),
);
