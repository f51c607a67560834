import { readNpy } from '@fiducial/formats';
import { readParsed } from '../artifact/read-artifact';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { ImageObject, itemImage } from '../image/image-types';
import { NotFoundError } from '../user-error';
import { mostInTable, type PointDistances, pointDistances } from './point-distances';

interface Representative {
  readonly label: number;
  readonly className: string;
  readonly medoidItem: number;
  readonly datasetRunId: string;
  readonly shape: readonly number[];
  readonly nearestLabel: number | null;
  readonly nearestClassName: string | null;
  readonly nearestDistance: number | null;
}

const RepresentativeObject = builder.objectRef<Representative>('ClassRepresentative').implement({
  description: 'The reference points of a class in one layer.',
  fields: (t) => ({
    label: t.exposeInt('label', { description: 'Number of the class.' }),
    className: t.exposeString('className', { description: 'Name of the class.' }),
    medoidItem: t.exposeInt('medoidItem', {
      description: 'Number in the data set of its most central image, the medoid.',
    }),
    medoidImage: t.field({
      type: ImageObject,
      description: 'Picture of the medoid.',
      resolve: ({ datasetRunId, medoidItem, shape }) => itemImage(datasetRunId, medoidItem, shape),
    }),
    nearestLabel: t.exposeInt('nearestLabel', {
      nullable: true,
      description: 'Number of the class whose mean is nearest to its own; null where there is one class.',
    }),
    nearestClassName: t.exposeString('nearestClassName', { nullable: true, description: 'Its name.' }),
    nearestDistance: t.exposeFloat('nearestDistance', {
      nullable: true,
      description: 'Euclidean distance of the two means.',
    }),
  }),
});

interface LayerPoints {
  readonly layer: string;
  readonly classes: readonly Representative[];
  readonly distances: readonly (readonly number[])[] | null;
}

const LayerRepresentativesObject = builder.objectRef<LayerPoints>('LayerRepresentatives').implement({
  description: 'The reference points of all classes in one layer, and how far apart they are.',
  fields: (t) => ({
    layer: t.exposeString('layer', { description: 'The layer.' }),
    classes: t.field({
      type: [RepresentativeObject],
      description: 'Class by class.',
      resolve: ({ classes }) => classes,
    }),
    distances: t.field({
      type: 'JSON',
      nullable: true,
      description: `Euclidean distances of the means of every two classes, a list for each class; null for more than ${mostInTable} classes.`,
      resolve: ({ distances }) => distances,
    }),
  }),
});

builder.prismaObjectField('ReferenceSet', 'representatives', (t) =>
  t.field({
    type: LayerRepresentativesObject,
    nullable: true,
    description: 'Medoid and mean of every class in a layer; null before it is made.',
    args: { layer: t.arg.string({ required: true, description: 'One of its layers.' }) },
    select: {
      run: { select: { status: true } },
      model: { select: { dataset: { include: { splits: true } } } },
    },
    resolve: async ({ run, runId, layers, splitName, model: { dataset } }, { layer }, context) => {
      if (run.status !== 'SUCCEEDED') return null;
      if (!layers.includes(layer))
        throw new NotFoundError(`layer: expected one of ${layers.join(', ')}, got ${layer.slice(0, 100)}.`);
      const { medoids, distances, nearest } = await readPoints(context, runId, layer);
      const first = dataset.splits.find(({ name }) => name === splitName)?.firstItem ?? 0;
      const nameOf = (label: number) => dataset.classNames[label] ?? String(label);
      const classes = Array.from(medoids, (row, label): Representative => {
        const other = nearest[label] ?? null;
        return {
          ...{ label, className: nameOf(label), medoidItem: first + row },
          ...{ datasetRunId: dataset.runId, shape: dataset.inputShape },
          nearestLabel: other?.label ?? null,
          nearestClassName: other && nameOf(other.label),
          nearestDistance: other?.distance ?? null,
        };
      });
      return { layer, classes, distances };
    },
  }),
);

async function readPoints(context: ApiContext, runId: string, layer: string) {
  const { data: medoids } = await readParsed(context, { runId, name: `medoidRows/${layer}` }, readNpy);
  const apart = await readParsed(context, { runId, name: `centroids/${layer}` }, (bytes) =>
    distancesIn(bytes, context.signal),
  );
  return { medoids: Array.from(medoids, Number), ...apart };
}

/** Distances of the points of a file. */
function distancesIn(bytes: Uint8Array, signal?: AbortSignal): Promise<PointDistances> {
  const { data, shape } = readNpy(bytes);
  if (!(data instanceof Float32Array)) throw new Error('centroids: expected 32-bit floats');
  return pointDistances(data, shape[1] ?? 1, signal);
}
