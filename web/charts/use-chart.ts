import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { usePrinting } from '../theme/use-printing';
import { type ChartLook, exportLook, useChartLook } from './chart-look';
import { useDrawnAtOnce } from './drawn-at-once';
import { loadParts } from './load-parts';
import { noteUnder, pngScale } from './note-under';
import { markOption, marksOver, type PlacedMark, type PlaceMarks } from './placed-marks';

interface ChartSource {
  readonly draw: (look: ChartLook, width: number) => EChartsCoreOption;
  readonly overlay?: ((look: ChartLook) => EChartsCoreOption) | undefined;
  readonly marks?: ((look: ChartLook) => readonly PlacedMark[]) | undefined;
  readonly onPick?: ((seriesId: string, index: number) => void) | undefined;
  /** Said under exported pictures. */
  readonly exportNote?: string | undefined;
}

let drawnBefore = Promise.resolve();

/** Waits until those that asked before were painted: one chart stands sooner, and the page answers between two. */
function turnToDraw(): Promise<void> {
  const turn = drawnBefore;
  drawnBefore = turn.then(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
  return turn;
}

/**
 * ECharts on an element: loaded when the element first comes near the screen, sized with it, drawn in the page's colors.
 * Where the library does not come, `failed` says so and `again` asks for it once more.
 */
export function useChart({ draw, overlay, marks, onPick, exportNote }: ChartSource) {
  const surface = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<ECharts | null>(null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  // Away from the screen nothing is drawn again: a page of many charts would follow its threshold with all of them.
  const [near, setNear] = useState(false);
  const atOnce = useDrawnAtOnce();
  const printing = usePrinting();
  const look = useChartLook();
  const pick = useRef(onPick);
  // What stands on the surface: a new overlay must not draw the rest again.
  const drawn = useRef<{ chart: ECharts; draw: ChartSource['draw']; look: ChartLook }>(null);
  const place = useRef<PlaceMarks>(null);

  useEffect(() => {
    pick.current = onPick;
  }, [onPick]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt begins anew
  useEffect(() => {
    const element = surface.current;
    if (!element) return;
    let made: ECharts | null = null;
    let gone = false;
    const start = async () => {
      const parts = await loadParts().catch(() => undefined);
      if (!atOnce) await turnToDraw();
      if (gone) return;
      setFailed(!parts);
      if (!parts) return;
      made = parts.init(element, null, { renderer: atOnce ? 'svg' : 'canvas' });
      keepWhole(element);
      place.current = marksOver(made, parts.Circle);
      made.on('click', ({ seriesId, dataIndex }) => pick.current?.(seriesId ?? '', dataIndex));
      setChart(made);
    };
    let started = false;
    const seen = new IntersectionObserver(
      (entries) => {
        // While the page was busy it may have come and gone several times: the last entry says how it is.
        const isNear = entries.at(-1)?.isIntersecting ?? false;
        setNear(isNear);
        if (!isNear || started) return;
        started = true;
        start();
      },
      { rootMargin: '300px' },
    );
    if (atOnce) start();
    else seen.observe(element);
    const sized = new ResizeObserver(() => {
      if (!made) return;
      made.resize();
      keepWhole(element);
      place.current?.();
    });
    sized.observe(element);
    return () => {
      gone = true;
      seen.disconnect();
      sized.disconnect();
      made?.dispose();
    };
  }, [atOnce, attempt]);

  useEffect(() => {
    const last = drawn.current;
    // Drawn once wherever it is, for who prints the page; what changes later waits until it comes near.
    if (!chart || (!near && !atOnce && !printing && last?.chart === chart)) return;
    const anew = last?.chart !== chart || last.draw !== draw || last.look !== look;
    if (anew) {
      const whole = { animation: false, ...draw(look, chart.getWidth()) };
      // With what lies over it: each by itself, the whole would be computed twice.
      chart.setOption(whole, { notMerge: true, lazyUpdate: overlay !== undefined });
      drawn.current = { chart, draw, look };
    }
    if (overlay) chart.setOption(overlay(look), { lazyUpdate: !anew && !printing });
    if (marks) place.current?.(marks(look));
    // Paper does not wait for the next frame.
    if (printing) chart.getZr().flush();
  }, [chart, near, atOnce, printing, draw, overlay, marks, look]);

  const picture = useCallback(
    async (kind: 'svg' | 'png') => {
      const { width = 640, height = 480 } = surface.current?.getBoundingClientRect() ?? {};
      const whole = { ...draw(exportLook, width), animation: false };
      const size = { width, height };
      const over = [
        ...(overlay ? [overlay(exportLook)] : []),
        ...(marks ? [markOption(marks(exportLook))] : []),
      ];
      const drawn = await renderPicture(kind, [whole, ...over], size);
      return exportNote ? noteUnder(kind, drawn, { note: exportNote, size }) : drawn;
    },
    [draw, overlay, marks, exportNote],
  );

  const again = useCallback(() => {
    setFailed(false);
    setAttempt((before) => before + 1);
  }, []);
  return { surface, ready: chart !== null, failed, again, picture };
}

/** Lets paper that is narrower than the screen show a vector chart smaller, and not cut. */
function keepWhole(element: HTMLElement): void {
  const svg = element.querySelector('svg');
  svg?.setAttribute('viewBox', `0 0 ${svg.getAttribute('width')} ${svg.getAttribute('height')}`);
}

/** Draws off the screen; an SVG as text, a PNG as a data address at `pngScale` times the size. */
async function renderPicture(
  kind: 'svg' | 'png',
  options: readonly EChartsCoreOption[],
  size: { width: number; height: number },
): Promise<string> {
  const { init } = await loadParts();
  const element = document.createElement('div');
  const chart = init(element, null, { ...size, renderer: kind === 'svg' ? 'svg' : 'canvas' });
  for (const option of options) chart.setOption(option);
  const content =
    kind === 'svg'
      ? chart.renderToSVGString()
      : chart.getDataURL({ type: 'png', pixelRatio: pngScale, backgroundColor: exportLook.paper });
  chart.dispose();
  return content;
}
