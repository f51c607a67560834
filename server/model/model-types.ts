import type { z } from 'zod';
import { builder } from '../graphql/builder';
import { Thing } from '../graphql/thing';
import { notDeleted } from '../project/not-deleted';
import { type Limitation, limitationsOf } from './limitations';
import { modelResults } from './measure-model';

const layersShape = modelResults.shape.layers;
type LayerShape = z.output<typeof layersShape>[number] & { readonly tap: boolean };

const LayerObject = builder.objectRef<LayerShape>('Layer').implement({
  description: 'A layer of a model, in forward order.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    className: t.exposeString('className', { description: 'What kind of layer.' }),
    outputShape: t.exposeIntList('outputShape', { description: 'Shape of its output, without the batch.' }),
    parameters: t.exposeInt('parameters', { description: 'Number of weights.' }),
    tap: t.exposeBoolean('tap', { description: 'Whether its activations are kept.' }),
  }),
});

const ModelFormatEnum = builder.enumType('ModelFormat', {
  description: 'How a model is written down.',
  values: {
    LAYERS: { description: 'As layers: gradients go through it, and every attack can be run.' },
    GRAPH: { description: 'As a graph frozen for inference: it says what it thinks of images, and no more.' },
  } as const,
});

const LimitationCodeEnum = builder.enumType('LimitationCode', {
  description: 'What cannot be done with a model.',
  values: {
    NO_GRADIENT_ATTACKS: { description: 'Attacks that follow gradients.' },
    NO_ADAPTIVE_ATTACKS: { description: 'Attacks that know the detector.' },
    NO_STUDIES: { description: 'Published protocols, which are made of attacks that follow gradients.' },
  } as const,
});

const LimitationObject = builder.objectRef<Limitation>('ModelLimitation').implement({
  description: 'Something that cannot be done with a model, and why.',
  fields: (t) => ({
    code: t.expose('code', { type: LimitationCodeEnum, description: 'What cannot be done, for programs.' }),
    message: t.exposeString('message', { description: 'What cannot be done, and why, in words.' }),
  }),
});

/** A model as the API describes it. */
export const ModelObject = builder.prismaNode('Model', {
  id: { field: 'id', description: 'Global id.' },
  description: 'A classifier: what is attacked and watched.',
  interfaces: [Thing],
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    dataset: t.relation('dataset', { description: 'The data set that it classifies.' }),
    format: t.expose('format', { type: ModelFormatEnum, description: 'How it is written down.' }),
    limitations: t.field({
      type: [LimitationObject],
      description: 'What cannot be done with it, and why; empty where everything can.',
      resolve: ({ format }) => limitationsOf(format),
    }),
    taps: t.exposeStringList('taps', { description: 'Layers whose activations are kept, in forward order.' }),
    bounds: t.exposeFloatList('bounds', { description: 'Range of valid inputs: least and greatest value.' }),
    layers: t.field({
      type: [LayerObject],
      description: 'Its layers in forward order; empty before it is trained.',
      resolve: ({ layers, taps }) =>
        (layersShape.safeParse(layers).data ?? []).map((layer) => ({
          ...layer,
          tap: taps.includes(layer.name),
        })),
    }),
    cleanAccuracy: t.exposeFloat('cleanAccuracy', {
      nullable: true,
      description: 'Share of the test split that it classifies correctly.',
    }),
    confusion: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Test images by true class (rows) and predicted class (columns).',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) => modelResults.safeParse(run.results).data?.confusion ?? null,
    }),
    samples: t.relation('samples', {
      description: 'Samples drawn for it.',
      query: { where: notDeleted, orderBy: { id: 'desc' }, take: 100 },
    }),
    attackSets: t.relation('attackSets', {
      description: 'Attacks on it.',
      query: { where: notDeleted, orderBy: { id: 'asc' }, take: 100 },
    }),
    referenceSets: t.relation('referenceSets', {
      description: 'Reference sets of its activations.',
      query: { where: notDeleted, orderBy: { id: 'desc' }, take: 100 },
    }),
    layerSweeps: t.relation('layerSweeps', {
      description:
        'Sweeps of its layers, newest first: which layer, weighting and k, and how far attacks move each layer.',
      query: { where: notDeleted, orderBy: { id: 'desc' }, take: 100 },
    }),
    detectors: t.relation('detectors', {
      description: 'Detectors fitted for it.',
      query: { where: notDeleted, orderBy: { id: 'desc' }, take: 100 },
    }),
  }),
});
