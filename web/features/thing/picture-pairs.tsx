import { Text } from '@mantine/core';
import { Pixels } from '../../parts/pixels';
import { formatCount } from '../../text/numbers';
import classes from './picture-pairs.module.css';

/** An item of a data set, and where it is: "the training split". */
interface PlacedItem {
  readonly item: number;
  readonly image: Parameters<typeof Pixels>[0]['image'];
  readonly place: string;
}

/** Two items that are alike, and how. */
export interface PicturePair {
  readonly key: string;
  readonly items: readonly [PlacedItem, PlacedItem];
  readonly words: string;
}

/** Pairs of pictures side by side; `count` is of all there are, of which these are the first. */
export function PicturePairs({ pairs, count }: { pairs: readonly PicturePair[]; count: number }) {
  if (pairs.length === 0) return null;
  return (
    <>
      <ul className={classes.pairs}>
        {pairs.map(({ key, items, words }) => (
          <li key={key} className={classes.pair}>
            {items.map((item) => (
              <Item key={`${item.item} ${item.place}`} {...item} />
            ))}
            <span className={classes.words}>{words}</span>
          </li>
        ))}
      </ul>
      {count > pairs.length && (
        <Text size="sm" c="dimmed" mt="md">
          {formatCount(pairs.length)} of {formatCount(count)}, the most alike first.
        </Text>
      )}
    </>
  );
}

function Item({ item, image, place }: PlacedItem) {
  const words = `item ${formatCount(item)}, in ${place}`;
  return (
    <span>
      <Pixels image={image} size={84} alt={words} />
      {words}
    </span>
  );
}
