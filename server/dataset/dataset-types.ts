import { readNpy } from '@fiducial/formats';
import { resolveOffsetConnection } from '@pothos/plugin-relay';
import { readParsed } from '../artifact/read-artifact';
import { builder } from '../graphql/builder';
import { Thing } from '../graphql/thing';
import { ImageObject, itemImage } from '../image/image-types';
import { notDeleted } from '../project/not-deleted';
import { NotFoundError } from '../user-error';
import { datasetResults } from './import-dataset.task';

builder.prismaObject('Split', {
  description: 'A named part of a data set: a range of its items.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Such as train or test.' }),
    firstItem: t.exposeInt('firstItem', { description: 'Number of its first item.' }),
    count: t.exposeInt('count', { description: 'Number of items.' }),
    digest: t.exposeString('digest', { description: 'sha256 over the items’ digests and labels, in order.' }),
    classCounts: t.exposeIntList('classCounts', { description: 'Items of each class.' }),
  }),
});

interface Item {
  readonly index: number;
  readonly label: number;
  readonly className: string;
  readonly runId: string;
  readonly shape: readonly number[];
}

const DatasetItem = builder.objectRef<Item>('DatasetItem').implement({
  description: 'An image of a data set.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Its number in the data set.' }),
    label: t.exposeInt('label', { description: 'Its class.' }),
    className: t.exposeString('className', { description: 'Name of its class.' }),
    image: t.field({
      type: ImageObject,
      description: 'The picture.',
      resolve: ({ runId, index, shape }) => itemImage(runId, index, shape),
    }),
  }),
});

/** Labels of all items of a data set. */
export async function itemLabels(
  context: Parameters<typeof readParsed>[0],
  runId: string,
): Promise<ArrayLike<number>> {
  return (await readParsed(context, { runId, name: 'labels' }, readNpy)).data;
}

/** A data set as the API describes it. */
export const DatasetObject = builder.prismaNode('Dataset', {
  id: { field: 'id', description: 'Global id.' },
  description: 'Images with labels, in named splits.',
  interfaces: [Thing],
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    description: t.exposeString('description', { description: 'What it is.' }),
    inputShape: t.exposeIntList('inputShape', {
      description: 'Height, width, channels; empty before it is imported.',
    }),
    classNames: t.exposeStringList('classNames', { description: 'Names of the classes, by label.' }),
    splits: t.relation('splits', {
      description: 'Its splits in order.',
      query: { orderBy: { firstItem: 'asc' } },
    }),
    itemCount: t.int({
      nullable: true,
      description: 'Number of images.',
      select: { splits: true },
      resolve: ({ splits }) => (splits.length > 0 ? splits.reduce((sum, { count }) => sum + count, 0) : null),
    }),
    commonItems: t.int({
      nullable: true,
      description: 'Test images that are also training images: 0 proves the splits disjoint.',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) => datasetResults.safeParse(run.results).data?.commonItems ?? null,
    }),
    models: t.relation('models', {
      description: 'Models trained on it.',
      query: { where: notDeleted, orderBy: { id: 'desc' }, take: 100 },
    }),
    items: t.connection({
      type: DatasetItem,
      description: 'Images of a split, of one class if asked.',
      args: {
        splitName: t.arg.string({ required: true, description: 'Name of the split.' }),
        label: t.arg.int({ description: 'Only this class.' }),
      },
      resolve: async ({ id, runId, inputShape, classNames }, { splitName, label, ...args }, context) => {
        const split = await context.prisma.split.findUnique({
          where: { datasetId_name: { datasetId: id, name: splitName } },
        });
        if (!split) throw new NotFoundError(`splitName: no split is called ${splitName.slice(0, 100)}.`);
        const labels = await itemLabels(context, runId);
        const all = Array.from({ length: split.count }, (_, at) => split.firstItem + at);
        const wanted = typeof label === 'number' ? all.filter((item) => labels[item] === label) : all;
        return resolveOffsetConnection(
          { args, maxSize: 100, totalCount: wanted.length },
          ({ offset, limit }) =>
            wanted.slice(offset, offset + limit).map((index): Item => {
              const of = labels[index] ?? 0;
              return { index, label: of, className: classNames[of] ?? String(of), runId, shape: inputShape };
            }),
        );
      },
    }),
  }),
});
