'use client';

import { Tabs, TabsList, TabsPanel, TabsTab, Text } from '@mantine/core';
import { useState } from 'react';
import { DrawingPad } from './drawing-pad';
import type { InputShape } from './fit-picture';
import { ItemPicker } from './item-picker';
import { PictureDrop } from './picture-drop';
import type { TriedDetector, TryVariables } from './try-query';
import { usePaste } from './use-paste';

/** An image, in one of the ways in which the API takes it. */
export type ChosenImage = TryVariables['image'];

/** Larger ones are not drawn by hand. */
const mostDrawnPixels = 64 * 64;

/** Three ways to an image: drawn, from a file or the clipboard, from the data set. */
export function ImageChooser({
  dataset,
  shape,
  image,
  fromInput,
  onImage,
}: {
  readonly dataset: TriedDetector['model']['dataset'];
  readonly shape: InputShape;
  readonly image: ChosenImage | undefined;
  /** Name of the input that the page was opened from. */
  readonly fromInput: string | undefined;
  readonly onImage: (image: ChosenImage | undefined) => void;
}) {
  const isDrawn = shape.channels === 1 && shape.width * shape.height <= mostDrawnPixels;
  const [way, setWay] = useState<string | null>(fromInput ? 'input' : isDrawn ? 'draw' : 'file');
  const [pasted, setPasted] = useState<Blob>();
  usePaste((picture) => {
    setPasted(picture);
    setWay('file');
  });
  const handOver = (bytes: string | undefined) => onImage(bytes === undefined ? undefined : { bytes });
  return (
    <Tabs
      value={way}
      onChange={(next) => {
        setWay(next);
        setPasted(undefined);
      }}
      keepMounted={false}
    >
      <TabsList mb="md">
        {fromInput && <TabsTab value="input">This input</TabsTab>}
        {isDrawn && <TabsTab value="draw">Draw</TabsTab>}
        <TabsTab value="file">Upload</TabsTab>
        <TabsTab value="item">Data set</TabsTab>
      </TabsList>
      {fromInput && (
        <TabsPanel value="input">
          <Text size="sm" c="dimmed">
            {fromInput}, exactly as it was scored.
          </Text>
        </TabsPanel>
      )}
      {isDrawn && (
        <TabsPanel value="draw">
          <DrawingPad shape={shape} onDrawn={handOver} />
        </TabsPanel>
      )}
      <TabsPanel value="file">
        <PictureDrop shape={shape} pasted={pasted} onPicture={handOver} />
      </TabsPanel>
      <TabsPanel value="item">
        <ItemPicker
          dataset={dataset}
          chosen={image && 'item' in image ? image.item : undefined}
          onChosen={(item) => onImage({ item })}
        />
      </TabsPanel>
    </Tabs>
  );
}
