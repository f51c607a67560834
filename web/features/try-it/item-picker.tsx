'use client';

import { Button, Select, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { TryAgain } from '../../parts/try-again';
import { PixelImage } from '../input/pictures';
import classes from './try-it.module.css';
import { type TriedDetector, TryItemsQuery } from './try-query';

/** Images of the data set, a page at a time, by split and class: the way to an image without a pointer. */
export function ItemPicker({
  dataset,
  chosen,
  onChosen,
}: {
  readonly dataset: TriedDetector['model']['dataset'];
  readonly chosen: number | undefined;
  readonly onChosen: (item: number) => void;
}) {
  const { id, splits, classNames } = dataset;
  // Images that the model was not trained on come first.
  const [splitName, setSplit] = useState(splits.at(-1)?.name ?? '');
  const [label, setLabel] = useState<string | null>(null);
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, fetching, error }, ask] = useQuery({
    query: TryItemsQuery,
    variables: { id, splitName, label: label === null ? null : Number(label), after },
  });
  const items = data?.node?.__typename === 'Dataset' ? data.node.items : undefined;
  return (
    <div className={classes.picker}>
      <div className={classes.ways}>
        <Select
          size="xs"
          label="Split"
          w={110}
          allowDeselect={false}
          value={splitName}
          data={splits.map(({ name }) => name)}
          onChange={(value) => {
            setSplit(value ?? splitName);
            setAfter(null);
          }}
        />
        <Select
          size="xs"
          label="Class"
          w={110}
          clearable
          placeholder="any"
          value={label}
          data={classNames.map((name, index) => ({ value: String(index), label: name }))}
          onChange={(value) => {
            setLabel(value);
            setAfter(null);
          }}
        />
      </div>
      {error && (
        <TryAgain again={() => ask({ requestPolicy: 'network-only' })}>
          The images could not be listed.
        </TryAgain>
      )}
      <div className={classes.items} aria-busy={fetching}>
        {!items &&
          fetching &&
          Array.from({ length: 24 }, (_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places without identity
            <Skeleton key={at} height={44} />
          ))}
        {items?.edges.map(({ node: { index, className, image } }) => (
          <button
            key={index}
            type="button"
            className={classes.item}
            aria-pressed={index === chosen}
            onClick={() => onChosen(index)}
          >
            <PixelImage picture={image} size={56} alt={`Image ${index}, class ${className}`} />
          </button>
        ))}
      </div>
      <div className={classes.ways}>
        <Button size="compact-xs" variant="subtle" disabled={!after} onClick={() => setAfter(null)}>
          First
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          disabled={!items?.pageInfo.hasNextPage}
          onClick={() => setAfter(items?.pageInfo.endCursor ?? null)}
        >
          More
        </Button>
      </div>
    </div>
  );
}
