import { type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { type Band, brushedArea } from './brushed-area';
import classes from './score-scatter.module.css';
import type { ScatterDrawing, ScatterMarks } from './score-scatter-option';

/** Less is a click with an unsteady hand. */
const leastDrag = 5;

interface Start {
  readonly x: number;
  readonly y: number;
  readonly surface: DOMRect;
}

/** A rectangle dragged with the mouse over the chart within. Fingers scroll the page, as they do everywhere. */
export function useBrush(
  drawing: Pick<ScatterDrawing, 'xEnds' | 'yEnds'>,
  onBrush: (area: NonNullable<ScatterMarks['area']>) => void,
) {
  const start = useRef<Start>(null);
  const brushed = useRef(false);
  const [band, setBand] = useState<{ readonly box: Band; readonly shift: readonly [number, number] } | null>(
    null,
  );
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const surface = (event.target as Element).closest('[role="img"]')?.getBoundingClientRect(); // events come from elements
    brushed.current = false;
    if (!surface || event.pointerType !== 'mouse' || event.button !== 0) return;
    start.current = { x: event.clientX, y: event.clientY, surface };
  };
  const boxTo = ({ clientX, clientY }: PointerEvent, { x, y, surface }: Start): Band => ({
    left: Math.min(x, clientX) - surface.left,
    right: Math.max(x, clientX) - surface.left,
    top: Math.min(y, clientY) - surface.top,
    bottom: Math.max(y, clientY) - surface.top,
  });
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const from = start.current;
    if (!from) return;
    const box = boxTo(event, from);
    if (!band && Math.max(box.right - box.left, box.bottom - box.top) < leastDrag) return;
    const own = event.currentTarget.getBoundingClientRect();
    if (!band) event.currentTarget.setPointerCapture(event.pointerId);
    setBand({ box, shift: [from.surface.left - own.left, from.surface.top - own.top] });
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    const from = start.current;
    start.current = null;
    setBand(null);
    if (!from || !band) return;
    brushed.current = true;
    const area = brushedArea(boxTo(event, from), drawing, from.surface);
    if (area) onBrush(area);
  };
  return {
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp },
    band: band && drawn(band),
    /** Whether the mouse was let go at the end of a drag: the click that comes of it is none. */
    justBrushed: () => brushed.current,
  };
}

function drawn({ box, shift: [left, top] }: { box: Band; shift: readonly [number, number] }): ReactNode {
  return (
    <div
      className={classes.band}
      style={{
        left: box.left + left,
        top: box.top + top,
        width: box.right - box.left,
        height: box.bottom - box.top,
      }}
    />
  );
}
