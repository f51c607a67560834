/** What charts are drawn with: loaded once, when it is first asked for. */
export const loadParts = () => import('./echarts-parts');

/** Begins to load it: for a page that begins with charts, before it has found out where. */
export function loadChartsSoon(): void {
  // What does not come now is asked for again where it is needed, and its failure told there.
  loadParts().catch(() => undefined);
}
