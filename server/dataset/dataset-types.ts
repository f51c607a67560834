import { builder } from '../graphql/builder';
import { Thing } from '../graphql/thing';
import { notDeleted } from '../project/not-deleted';
import { DatasetDuplicatesObject } from './duplicate-types';
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
    duplicates: t.field({
      type: DatasetDuplicatesObject,
      nullable: true,
      description:
        'Images that are there twice or nearly so; null before it is imported, and for data sets imported before they were audited.',
      select: { run: { select: { results: true } } },
      resolve: ({ run, runId, inputShape }) => {
        const found = datasetResults.safeParse(run.results).data?.duplicates;
        return found ? { ...found, datasetRunId: runId, shape: inputShape } : null;
      },
    }),
  }),
});
