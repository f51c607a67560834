import { readNpy } from '@fiducial/formats';
import { resolveOffsetConnection } from '@pothos/plugin-relay';
import { readParsed } from '../artifact/read-artifact';
import { checkIndex } from '../check-index';
import { builder } from '../graphql/builder';
import {
  attackedImage,
  differenceImage,
  ImageObject,
  itemImage,
  MagnifiedImage,
  Norms,
  Prediction,
} from '../image/image-types';
import { magnificationOf } from '../image/magnification';
import {
  type AttackedImageShape,
  attackSetContext,
  attackSetInclude,
  readAttackedImage,
} from './attacked-image';

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

builder.prismaObjectField('AttackSet', 'images', (t) =>
  t.connection({
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
      const block = checkIndex(epsilonIndex, blocks, 'epsilonIndex');
      const all = Array.from({ length: n }, (_, at) => block * n + at);
      const rows =
        typeof successful === 'boolean' ? all.filter((row) => (success[row] === 1) === successful) : all;
      return resolveOffsetConnection({ args, maxSize: 100, totalCount: rows.length }, ({ offset, limit }) =>
        Promise.all(rows.slice(offset, offset + limit).map((row) => readAttackedImage(context, of, row))),
      );
    },
  }),
);
