import { readNpy } from '@fiducial/formats';
import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { readParsed } from '../artifact/read-artifact';
import { builder, maxPageSize } from '../graphql/builder';
import { ImageObject, itemImage } from '../image/image-types';
import { InvalidInputError, NotFoundError } from '../user-error';

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

builder.prismaObjectField('Dataset', 'items', (t) =>
  t.connection({
    type: DatasetItem,
    description: 'Images of a split in order, of one class if asked.',
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
      return resolveCursorConnection(
        { args, maxSize: maxPageSize, toCursor: ({ index }: Item) => cursorOf(index) },
        ({ after, before, limit, inverted }: ResolveCursorConnectionArgs): Item[] => {
          const first = Math.max(split.firstItem, indexOf('after', after) + 1);
          const end = Math.min(
            split.firstItem + split.count,
            indexOf('before', before, Number.POSITIVE_INFINITY),
          );
          const found: Item[] = [];
          for (let at = 0; at < end - first && found.length < limit; at++) {
            const index = inverted ? end - 1 - at : first + at;
            const of = labels[index] ?? 0;
            if (typeof label === 'number' && of !== label) continue;
            found.push({
              index,
              label: of,
              className: classNames[of] ?? String(of),
              runId,
              shape: inputShape,
            });
          }
          return found;
        },
      );
    },
  }),
);

/** An item's number: the list after it is the same whichever class it was reached in. */
function cursorOf(index: number): string {
  return Buffer.from(`item:${index}`).toString('base64');
}

/** @throws {InvalidInputError} for a cursor that is none of ours */
function indexOf(field: 'after' | 'before', cursor: string | undefined, none = -1): number {
  if (cursor === undefined) return none;
  const found = /^item:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64').toString());
  if (found) return Number(found[1]);
  throw new InvalidInputError(`${field}: expected a cursor as the API gives them`, { field });
}
