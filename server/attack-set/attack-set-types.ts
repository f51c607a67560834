import { normOf } from '@fiducial/core/attacks';
import { readNpy } from '@fiducial/formats';
import { resolveOffsetConnection } from '@pothos/plugin-relay';
import { z } from 'zod';
import { readParsed } from '../artifact/read-artifact';
import { itemLabels } from '../dataset/dataset-types';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { Thing } from '../graphql/thing';
import {
  attackedImage,
  differenceImage,
  ImageObject,
  itemImage,
  MagnifiedImage,
  magnificationOf,
  Norms,
  Prediction,
  type PredictionShape,
} from '../image/image-types';
import { AttackMethod, NormEnum } from '../method/method-types';
import { AttackOutcomeObject } from './attack-outcome-types';
import { attackOutcome, attackParams, attackResults } from './attack-results';
import { QuantizationEnum, ThreatLevelEnum } from './attack-set-enums';
import { budgetsOf } from './budgets';
import { findAttackMethod } from './find-attack-method';

/** An attacked image with its clean twin. */
export interface AttackedImageShape {
  readonly row: number;
  readonly item: number;
  readonly label: number;
  readonly labelName: string;
  readonly epsilon: number | null;
  readonly success: boolean;
  readonly predictedBefore: PredictionShape;
  readonly predictedAfter: PredictionShape;
  readonly norms: { l0: number; l1: number; l2: number; linf: number };
  readonly runId: string;
  readonly datasetRunId: string;
  readonly shape: readonly number[];
  readonly bounds: readonly number[];
}

const AttackedImage = builder.objectRef<AttackedImageShape>('AttackedImage').implement({
  description: 'An attacked image with its clean twin.',
  fields: (t) => ({
    row: t.exposeInt('row', { description: 'Its row in the attack set.' }),
    label: t.exposeInt('label', { description: 'True class.' }),
    labelName: t.exposeString('labelName', { description: 'Name of the true class.' }),
    epsilon: t.exposeFloat('epsilon', {
      nullable: true,
      description: 'Radius of the ball, in input units; null where the smallest perturbation was looked for.',
    }),
    success: t.exposeBoolean('success', { description: 'Whether the attack succeeded.' }),
    clean: t.field({
      type: ImageObject,
      description: 'The image before.',
      resolve: ({ datasetRunId, item, shape }) => itemImage(datasetRunId, item, shape),
    }),
    adversarial: t.field({
      type: ImageObject,
      description: 'The image after.',
      resolve: ({ runId, row, shape }) => attackedImage(runId, row, shape),
    }),
    difference: t.field({
      type: MagnifiedImage,
      description: 'What was changed, magnified.',
      resolve: ({ runId, row, shape, norms, bounds }) =>
        differenceImage(runId, row, { shape, factor: magnificationOf(norms.linf, bounds) }),
    }),
    predictedBefore: t.field({
      type: Prediction,
      description: 'What the model said before.',
      resolve: (image) => image.predictedBefore,
    }),
    predictedAfter: t.field({
      type: Prediction,
      description: 'What the model says after.',
      resolve: (image) => image.predictedAfter,
    }),
    norms: t.field({ type: Norms, description: 'Sizes of the perturbation.', resolve: ({ norms }) => norms }),
  }),
});

/** What all rows of an attack set share. */
export interface AttackSetContext {
  readonly runId: string;
  readonly sampleRunId: string;
  readonly datasetRunId: string;
  readonly classNames: readonly string[];
  readonly shape: readonly number[];
  readonly bounds: readonly number[];
  readonly epsilons: readonly (number | null)[];
  /** Images attacked at each budget, and the place in the sample of the first of them. */
  readonly images: number;
  readonly firstImage: number;
}

/** The place in its sample of the image that a row of an attack set is made from. */
export function imageOfRow({ images, firstImage }: AttackSetContext, row: number): number {
  return firstImage + (row % images);
}

/** A row of an attack set, read from the artifacts of its run, its sample and its data set. */
export async function readAttackedImage(
  context: ApiContext,
  set: AttackSetContext,
  row: number,
): Promise<AttackedImageShape> {
  const column = async (runId: string, name: string) =>
    (await readParsed(context, { runId, name }, readNpy)).data;
  const { runId, sampleRunId } = set;
  const items = await column(sampleRunId, 'items');
  const image = imageOfRow(set, row);
  const item = items[image] ?? 0;
  const label = (await itemLabels(context, set.datasetRunId))[item] ?? 0;
  const norms = await column(runId, 'norms');
  const prediction = async (of: string, at: number): Promise<PredictionShape> => {
    const classIndex = (await column(of, 'predicted'))[at] ?? 0;
    const confidence = (await column(of, 'confidence'))[at] ?? 0;
    return { classIndex, className: set.classNames[classIndex] ?? String(classIndex), confidence };
  };
  return {
    row,
    item,
    label,
    labelName: set.classNames[label] ?? String(label),
    epsilon: set.epsilons[Math.floor(row / set.images)] ?? null,
    success: (await column(runId, 'success'))[row] === 1,
    predictedBefore: await prediction(sampleRunId, image),
    predictedAfter: await prediction(runId, row),
    norms: {
      l0: norms[row * 4] ?? 0,
      l1: norms[row * 4 + 1] ?? 0,
      l2: norms[row * 4 + 2] ?? 0,
      linf: norms[row * 4 + 3] ?? 0,
    },
    runId,
    datasetRunId: set.datasetRunId,
    shape: set.shape,
    bounds: set.bounds,
  };
}

/** What must be loaded of an attack set before its rows can be read. */
export const attackSetInclude = { sample: true, model: { include: { dataset: true } } } as const;

/** What all rows share, from the records. */
export function attackSetContext(set: {
  runId: string;
  epsilons: number[];
  testOnly: boolean;
  sample: { runId: string; trainCount: number; validationCount: number; testCount: number };
  model: { bounds: number[]; dataset: { runId: string; classNames: string[]; inputShape: number[] } };
}): AttackSetContext {
  const { dataset, bounds } = set.model;
  const { trainCount, validationCount, testCount } = set.sample;
  const firstImage = set.testOnly ? trainCount + validationCount : 0;
  return {
    images: trainCount + validationCount + testCount - firstImage,
    firstImage,
    runId: set.runId,
    sampleRunId: set.sample.runId,
    datasetRunId: dataset.runId,
    classNames: dataset.classNames,
    shape: dataset.inputShape,
    bounds: bounds.length === 2 ? bounds : [0, 1],
    epsilons: budgetsOf(set.epsilons),
  };
}

/** An attack set as the API describes it. */
export const AttackSetObject = builder.prismaNode('AttackSet', {
  id: { field: 'id', description: 'Global id.' },
  description:
    'One attack over all images of a sample, at one or several epsilons, or in search of the smallest perturbation.',
  interfaces: [Thing],
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    project: t.relation('project', { description: 'The project that it belongs to.' }),
    run: t.relation('run', { description: 'The run that makes it.' }),
    ready: t.boolean({
      description: 'Whether its run succeeded.',
      select: { run: { select: { status: true } } },
      resolve: ({ run }) => run.status === 'SUCCEEDED',
    }),
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
      resolve: ({ attack, run }) => {
        const method = findAttackMethod(attack);
        return method ? normOf(method, attackParams.safeParse(run.params).data?.parameters ?? {}) : null;
      },
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
    images: t.connection({
      type: AttackedImage,
      description: 'Attacked images at one epsilon.',
      select: attackSetInclude,
      args: {
        epsilonIndex: t.arg.int({ required: true, description: 'Which epsilon, from 0.' }),
        successful: t.arg.boolean({ description: 'Only those that succeeded, or that did not.' }),
      },
      resolve: async (set, { epsilonIndex, successful, ...args }, context) => {
        const of = attackSetContext(set);
        const success = (await readParsed(context, { runId: set.runId, name: 'success' }, readNpy)).data;
        const blocks = of.epsilons.length;
        const n = success.length / blocks;
        const all =
          epsilonIndex >= 0 && epsilonIndex < blocks
            ? Array.from({ length: n }, (_, at) => epsilonIndex * n + at)
            : [];
        const rows =
          typeof successful === 'boolean' ? all.filter((row) => (success[row] === 1) === successful) : all;
        return resolveOffsetConnection({ args, maxSize: 100, totalCount: rows.length }, ({ offset, limit }) =>
          Promise.all(rows.slice(offset, offset + limit).map((row) => readAttackedImage(context, of, row))),
        );
      },
    }),
  }),
});
