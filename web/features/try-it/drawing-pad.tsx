'use client';

import { Button, Group, Slider, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { bytesOfCanvas, canvasOf, type InputShape } from './fit-picture';
import classes from './try-it.module.css';

type Point = readonly [x: number, y: number];
interface Stroke {
  readonly width: number;
  readonly points: readonly Point[];
}

/** Side of the pad on the page, in pixels; strokes are kept in these. */
const side = 280;

/** A pad to draw on, light on dark as the digits are. Whatever is drawn is handed over as the model takes it. */
export function DrawingPad({
  shape,
  onDrawn,
}: {
  readonly shape: InputShape;
  /** `undefined` when the pad is empty. */
  readonly onDrawn: (bytes: string | undefined) => void;
}) {
  const pad = useRef<HTMLCanvasElement>(null);
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [brush, setBrush] = useState(22);
  const drawing = useRef(false);
  const latest = useRef(onDrawn);
  latest.current = onDrawn;
  useEffect(() => {
    const context = pad.current?.getContext('2d');
    if (!context || !pad.current) return;
    paint(context, strokes);
    if (strokes.length === 0) return latest.current(undefined);
    const [small, inSmall] = canvasOf(shape);
    inSmall.drawImage(pad.current, 0, 0, shape.width, shape.height);
    latest.current(bytesOfCanvas(small, shape));
  }, [strokes, shape]);
  const at = ({
    nativeEvent: { offsetX, offsetY },
    currentTarget: { clientWidth },
  }: React.PointerEvent): Point => [(offsetX * side) / clientWidth, (offsetY * side) / clientWidth];
  const extend = (point: Point) =>
    setStrokes((all) => {
      const last = all.at(-1);
      return last ? [...all.slice(0, -1), { ...last, points: [...last.points, point] }] : all;
    });
  return (
    <div className={classes.drawing}>
      <canvas
        ref={pad}
        width={side}
        height={side}
        className={classes.pad}
        role="img"
        aria-label="Pad to draw on with a pointer. With the keyboard, choose an image of the data set instead."
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drawing.current = true;
          const point = at(event);
          setStrokes((all) => [...all, { width: brush, points: [point] }]);
        }}
        onPointerMove={(event) => drawing.current && extend(at(event))}
        onPointerUp={() => {
          drawing.current = false;
        }}
        onPointerCancel={() => {
          drawing.current = false;
        }}
      />
      <Group gap="xs" mt="sm">
        <Button
          size="xs"
          variant="default"
          disabled={strokes.length === 0}
          onClick={() => setStrokes((all) => all.slice(0, -1))}
        >
          Undo
        </Button>
        <Button size="xs" variant="default" disabled={strokes.length === 0} onClick={() => setStrokes([])}>
          Clear
        </Button>
      </Group>
      <Text size="xs" fw={500} mt="sm" id="brush-width">
        Brush
      </Text>
      <Slider
        size="sm"
        min={8}
        max={48}
        value={brush}
        onChange={setBrush}
        label={null}
        thumbProps={{ 'aria-labelledby': 'brush-width' }}
      />
      <Text size="xs" c="dimmed" mt="xs">
        What you draw is made {shape.width} × {shape.height} pixels, as it stands: not centered, not scaled to
        fit.
      </Text>
    </div>
  );
}

function paint(context: CanvasRenderingContext2D, strokes: readonly Stroke[]): void {
  context.fillStyle = 'black';
  context.fillRect(0, 0, side, side);
  context.strokeStyle = 'white';
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const { width, points } of strokes) {
    const [first = [0, 0], ...more] = points;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(first[0], first[1]);
    // A point alone is a dot: a line of no length has round ends.
    for (const [x, y] of more.length > 0 ? more : [first]) context.lineTo(x, y);
    context.stroke();
  }
}
