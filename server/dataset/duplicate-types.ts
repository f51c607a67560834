import { builder } from '../graphql/builder';
import { ItemPairInterface, type ItemPictures } from '../image/item-pair-types';
import type { Duplicates } from './audit-splits';

const DuplicateObject = builder.objectRef<Duplicates['found'][number] & ItemPictures>('Duplicate').implement({
  description: 'An image of a data set that is there twice, or nearly so.',
  interfaces: [ItemPairInterface],
  fields: (t) => ({
    split: t.exposeString('split', { description: 'Name of the split that it is in.' }),
    against: t.exposeString('against', { description: 'Name of the split that the other is in.' }),
    equal: t.exposeBoolean('equal', { description: 'Whether they are equal in every pixel.' }),
  }),
});

const ComparedSplitsObject = builder.objectRef<Duplicates['pairs'][number]>('ComparedSplits').implement({
  description:
    'How many images of one split are in another; against itself, how many are like an image before them.',
  fields: (t) => ({
    split: t.exposeString('split', { description: 'Name of the split whose images were looked for.' }),
    against: t.exposeString('against', { description: 'Name of the split where they were looked for.' }),
    images: t.exposeInt('images', { description: 'Images looked for.' }),
    others: t.exposeInt('others', { description: 'Images that they were compared with.' }),
    equal: t.exposeInt('equal', {
      description: 'Images with the pixels of another, by sha256: 0 proves two splits disjoint.',
    }),
    near: t.exposeInt('near', { description: 'Images that hardly differ from another.' }),
    undecided: t.exposeInt('undecided', {
      description: 'Images that look like too many others to have been compared with all of them.',
    }),
  }),
});

/** The audit of a data set as the API describes it. */
export const DatasetDuplicatesObject = builder
  .objectRef<Duplicates & ItemPictures>('DatasetDuplicates')
  .implement({
    description: 'Images that a data set holds twice, or nearly so, between its splits and within each.',
    fields: (t) => ({
      limit: t.exposeFloat('limit', {
        description:
          'Images that differ by less than this share of the range of pixels, root mean square, count as near-duplicates.',
      }),
      count: t.int({
        description: 'Images found, each once for each split.',
        resolve: ({ pairs }) => pairs.reduce((sum, { equal, near }) => sum + equal + near, 0),
      }),
      pairs: t.field({
        type: [ComparedSplitsObject],
        description: 'Every two splits that were compared.',
        resolve: ({ pairs }) => pairs,
      }),
      found: t.field({
        type: [DuplicateObject],
        description: 'The first 200 that were found, equal ones first, then by difference.',
        resolve: ({ found, datasetRunId, shape }) => found.map((of) => ({ ...of, datasetRunId, shape })),
      }),
    }),
  });
