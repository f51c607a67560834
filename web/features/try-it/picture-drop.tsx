'use client';

import { Button, Checkbox, FileButton, Text } from '@mantine/core';
import { IconClipboard, IconUpload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { type FittedPicture, fitPicture, type InputShape } from './fit-picture';
import classes from './try-it.module.css';

/** Takes a picture from a file, from the clipboard or dropped on it, and says what was done to it to fit the model. */
export function PictureDrop({
  shape,
  pasted,
  onPicture,
}: {
  readonly shape: InputShape;
  /** What was pasted on the page. */
  readonly pasted: Blob | undefined;
  readonly onPicture: (bytes: string) => void;
}) {
  const [file, setFile] = useState<Blob>();
  const [invert, setInvert] = useState(false);
  const [fitted, setFitted] = useState<FittedPicture>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (pasted) setFile(pasted);
  }, [pasted]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: handed over when the picture changes, not the listener
  useEffect(() => {
    if (!file) return;
    let current = true;
    fitPicture(file, shape, invert).then(
      (picture) => {
        if (!current) return;
        setProblem(undefined);
        setFitted(picture);
        onPicture(picture.bytes);
      },
      (error: Error) => current && setProblem(error.message),
    );
    return () => {
      current = false;
    };
  }, [file, shape, invert]);
  const readClipboard = async () => {
    try {
      for (const item of await navigator.clipboard.read()) {
        const type = item.types.find((one) => one.startsWith('image/'));
        if (type) return setFile(await item.getType(type));
      }
      setProblem('There is no picture in the clipboard: copy one first.');
    } catch {
      setProblem('Your browser does not let this page read the clipboard: press Ctrl+V (⌘V) instead.');
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the buttons do the same
    <div
      className={classes.drop}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const dropped = event.dataTransfer.files[0];
        if (dropped) setFile(dropped);
      }}
    >
      <Text size="sm">A picture of any size: drop it here, paste it, or</Text>
      <div className={classes.ways}>
        <FileButton
          accept="image/png,image/jpeg,image/gif,image/webp"
          onChange={(chosen) => chosen && setFile(chosen)}
        >
          {(props) => (
            <Button {...props} size="xs" variant="default" leftSection={<IconUpload size={14} />}>
              Choose a file
            </Button>
          )}
        </FileButton>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconClipboard size={14} />}
          onClick={() => void readClipboard()}
        >
          Paste
        </Button>
      </div>
      <Checkbox
        size="xs"
        label="Invert (dark on light becomes light on dark)"
        checked={invert}
        onChange={({ currentTarget: { checked } }) => setInvert(checked)}
      />
      <Text size="xs" c={problem ? 'red' : 'dimmed'} role="status">
        {problem ?? (fitted ? wordsOf(fitted) : `It will be made ${shape.width} × ${shape.height} pixels.`)}
      </Text>
    </div>
  );
}

function wordsOf({ changes }: FittedPicture): string {
  return changes.length > 0 ? `Your picture was ${changes.join(', ')}.` : 'Your picture is taken as it is.';
}
