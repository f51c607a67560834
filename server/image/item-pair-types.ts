import { builder } from '../graphql/builder';
import { ImageObject, itemImage } from './image-types';

/** Where the pictures of items are. */
export interface ItemPictures {
  readonly datasetRunId: string;
  /** Height, width and channels. */
  readonly shape: readonly number[];
}

/** Two items of a data set that are alike. */
export interface ItemPair extends ItemPictures {
  readonly item: number;
  readonly otherItem: number;
  /** Root mean square of the difference of their pixels, as a share of their range. */
  readonly difference: number;
}

/** What all pairs of items are told by, whatever they were looked for. */
export const ItemPairInterface = builder.interfaceRef<ItemPair>('ItemPair').implement({
  description: 'Two images of a data set that are the same, or nearly so.',
  fields: (t) => ({
    item: t.exposeInt('item', { description: 'Number of the one in the data set.' }),
    otherItem: t.exposeInt('otherItem', { description: 'Number of the other, which it is like.' }),
    image: t.field({
      type: ImageObject,
      description: 'Picture of the one.',
      resolve: ({ datasetRunId, item, shape }) => itemImage(datasetRunId, item, shape),
    }),
    otherImage: t.field({
      type: ImageObject,
      description: 'Picture of the other.',
      resolve: ({ datasetRunId, otherItem, shape }) => itemImage(datasetRunId, otherItem, shape),
    }),
    difference: t.exposeFloat('difference', {
      description: 'Root mean square of the difference of their pixels, as a share of their range.',
    }),
  }),
});
