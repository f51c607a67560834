import { detectors, learnsFromAttacks } from '@fiducial/core/detectors';
import type { ChosenThreshold } from '@fiducial/core/metrics';
import type { AttackSet, Sample } from '@fiducial/prisma/client';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import { Thing } from '../graphql/thing';
import { DetectorMethod } from '../method/method-types';
import { notDeleted } from '../project/not-deleted';
import { SampleObject } from '../sample/sample-types';
import { detectorParams, detectorResults } from './fit-detector.task';

const ThresholdRuleEnum = builder.enumType('ThresholdRule', {
  description: 'How a threshold is chosen.',
  values: {
    FALSE_POSITIVE_RATE: {
      value: 'falsePositiveRate',
      description: 'At most a share of the authentic validation images lies above.',
    },
    CONFORMAL: {
      value: 'conformal',
      description:
        'A new authentic input, exchangeable with the validation images, lies above with at most a probability, whatever the distribution of scores.',
    },
    EQUAL_ERROR: {
      value: 'equalError',
      description: 'False positives and false negatives are equally frequent.',
    },
    YOUDEN: { value: 'youden', description: 'The sum of true positive and true negative rate is greatest.' },
  } as const,
});

/** A threshold with what it was set on. */
interface SetThreshold extends ChosenThreshold {
  readonly sample: Sample;
  readonly partition: string;
  readonly setAt: Date | null;
  readonly attackSets: readonly AttackSet[];
}

const ThresholdObject = builder.objectRef<SetThreshold>('Threshold').implement({
  description:
    'A threshold and the validation images that it was set on: scores strictly above it are flagged.',
  fields: (t) => ({
    rule: t.field({
      type: ThresholdRuleEnum,
      description: 'How it was chosen.',
      resolve: ({ rule }) => rule,
    }),
    rate: t.exposeFloat('rate', { nullable: true, description: 'The false positive rate asked for.' }),
    threshold: t.exposeFloat('threshold', {
      nullable: true,
      description: 'Null where there are too few images for the guarantee.',
    }),
    authentic: t.exposeInt('authentic', { description: 'Authentic validation images.' }),
    attacked: t.exposeInt('attacked', {
      description: 'Successful adversarials made from validation images.',
    }),
    sample: t.field({
      type: SampleObject,
      description: 'The images that it was set on.',
      resolve: ({ sample }) => sample,
    }),
    partition: t.exposeString('partition', { description: 'Which part of the sample.' }),
    attackSets: t.field({
      type: [AttackSetObject],
      description:
        'The attacks on those images that it was set on; none for rules that look at authentic ones only.',
      resolve: ({ attackSets }) => [...attackSets],
    }),
    setAt: t.expose('setAt', { type: 'DateTime', nullable: true, description: 'When it was set.' }),
  }),
});

const learns = (method: string, params: unknown) => {
  const found = detectors.find(({ id }) => id === method);
  return found ? learnsFromAttacks(found, detectorParams.safeParse(params).data?.parameters ?? {}) : false;
};

/** A fitted detector as the API describes it. */
export const DetectorObject = builder.prismaNode('Detector', {
  id: { field: 'id', description: 'Global id.' },
  description: 'A detector, fitted with a reference set and, where it learns, with attack sets.',
  interfaces: [Thing],
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    model: t.relation('model', { description: 'The model that it watches.' }),
    referenceSet: t.relation('referenceSet', {
      description: 'The training activations that it compares with.',
    }),
    sample: t.relation('sample', { description: 'The images that it was fitted with.' }),
    referenceHoldsSample: t.boolean({
      description:
        'Whether its reference set was made of the split that its sample was drawn from: every image of the sample is then compared with itself.',
      select: { referenceSet: { select: { splitName: true } }, sample: { select: { splitName: true } } },
      resolve: ({ referenceSet, sample }) => referenceSet.splitName === sample.splitName,
    }),
    method: t.field({
      type: DetectorMethod,
      nullable: true,
      description: 'The method; null when this server does not have it.',
      resolve: ({ method }) => detectors.find(({ id }) => id === method) ?? null,
    }),
    methodId: t.exposeString('method', { description: 'Id of the method.' }),
    parameters: t.field({
      type: 'JSON',
      description: 'Parameters of the method, defaults filled in.',
      select: { run: { select: { params: true } } },
      resolve: ({ run }) => detectorParams.safeParse(run.params).data?.parameters ?? {},
    }),
    trainedOn: t.stringList({
      description: 'Names of the attack sets that it learned from.',
      select: {
        run: { select: { params: true } },
        trainedOn: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } },
      },
      resolve: ({ trainedOn, method, run }) =>
        learns(method, run.params) ? trainedOn.map(({ attackSet }) => attackSet.name) : [],
    }),
    attackSets: t.field({
      type: [AttackSetObject],
      description:
        'Attack sets that it was fitted with: those that it learned from, or, where its method learns from none, those that thresholds were set on.',
      select: { trainedOn: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } } },
      resolve: ({ trainedOn }) => trainedOn.map(({ attackSet }) => attackSet),
    }),
    threshold: t.exposeFloat('threshold', {
      nullable: true,
      description: 'An input with a score above it is called adversarial.',
    }),
    thresholdFalsePositiveRate: t.float({
      nullable: true,
      description: 'Share of authentic validation images above the threshold.',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) => detectorResults.safeParse(run.results).data?.thresholdFalsePositiveRate ?? null,
    }),
    thresholds: t.field({
      type: [ThresholdObject],
      description:
        'Thresholds by every rule that its validation images allow; those that look at attacked images are there when it was given attack sets.',
      select: {
        run: { select: { results: true, finishedAt: true } },
        sample: true,
        trainedOn: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } },
      },
      resolve: ({ run, sample, trainedOn }) => {
        const { thresholds = [], thresholdSetOn = '' } = detectorResults.safeParse(run.results).data ?? {};
        const given = trainedOn.map(({ attackSet }) => attackSet);
        const setOn = { sample, partition: thresholdSetOn, setAt: run.finishedAt };
        return thresholds.map((chosen) => ({
          ...chosen,
          ...setOn,
          attackSets: chosen.attacked > 0 ? given : [],
        }));
      },
    }),
    evaluations: t.relation('evaluations', {
      description: 'Its evaluations, newest first.',
      query: { where: notDeleted, orderBy: { id: 'desc' }, take: 100 },
    }),
  }),
});
