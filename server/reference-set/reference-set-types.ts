import { sha256 } from '@fiducial/formats';
import { builder } from '../graphql/builder';
import { Thing } from '../graphql/thing';
import { notDeleted } from '../project/not-deleted';
import { referenceSetParams, referenceSetResults } from './build-reference-set.task';

/** A reference set as the API describes it. */
export const ReferenceSetObject = builder.prismaNode('ReferenceSet', {
  id: { field: 'id', description: 'Global id.' },
  description: 'Pooled activations of a model’s own training images, with centroid and medoid of each class.',
  interfaces: [Thing],
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    model: t.relation('model', { description: 'The model whose activations it keeps.' }),
    splitName: t.exposeString('splitName', { description: 'Split whose images it keeps.' }),
    layers: t.exposeStringList('layers', { description: 'Its layers in forward order.' }),
    count: t.exposeInt('count', { nullable: true, description: 'Number of images, once made.' }),
    dimensions: t.intList({
      description: 'Features of each layer; empty before it is made.',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) =>
        (referenceSetResults.safeParse(run.results).data?.layers ?? []).map(({ dimensions }) => dimensions),
    }),
    classCounts: t.intList({
      description: 'Images of each class; empty before it is made.',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) => referenceSetResults.safeParse(run.results).data?.classCounts ?? [],
    }),
    digest: t.string({
      nullable: true,
      description:
        'sha256 over the names and sha256 of its files: equal sets have equal ones. Null before it is made.',
      select: {
        run: { select: { status: true, artifacts: { select: { name: true, digest: true } } } },
      },
      resolve: ({ run: { status, artifacts } }) => (status === 'SUCCEEDED' ? digestOfFiles(artifacts) : null),
    }),
    correctOnly: t.boolean({
      description: 'Whether its centroids and medoids are made of correctly classified images only.',
      select: { run: { select: { params: true } } },
      resolve: ({ run }) => referenceSetParams.safeParse(run.params).data?.correctOnly ?? false,
    }),
    correctCounts: t.intList({
      description: 'Images of each class that the model classifies correctly; empty before it is made.',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) => referenceSetResults.safeParse(run.results).data?.correctCounts ?? [],
    }),
    medoidSample: t.int({
      nullable: true,
      description: 'Members of each class that medoids were looked for among; null for exact medoids.',
      select: { run: { select: { params: true } } },
      resolve: ({ run }) => referenceSetParams.safeParse(run.params).data?.medoidSample ?? null,
    }),
    detectors: t.relation('detectors', {
      description: 'Detectors fitted with it.',
      query: { where: notDeleted, orderBy: { id: 'desc' }, take: 100 },
    }),
  }),
});

/** Of files by name: in the order of characters, for that of a database is its locale's. */
function digestOfFiles(files: readonly { readonly name: string; readonly digest: string }[]): string {
  const lines = files.map(({ name, digest }) => `${name} ${digest}\n`);
  return sha256(...lines.sort());
}
