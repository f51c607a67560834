import type { LineDrawing } from '../../charts/line-chart';

/** More would cover the curves; the table below names all. */
export const mostInKey = 8;

/** So many fit into the corner that curves leave empty. */
const mostInCorner = 4;

/** ROC curves as a chart draws them, on a linear or a logarithmic axis of false positive rates. */
export function rocDrawing(
  series: LineDrawing['series'],
  {
    scale,
    nNegative,
    key = scale === 'linear',
  }: { readonly scale: 'linear' | 'log'; readonly nNegative: number; readonly key?: boolean },
): LineDrawing {
  // A decade below the least rate that can be told from 0 shows nothing.
  const start = 10 ** Math.floor(Math.log10(1 / Math.max(10, nNegative)));
  return {
    series,
    x: { title: 'False positive rate', scale, min: scale === 'log' ? start : 0, max: 1 },
    y: { title: 'True positive rate', min: 0, max: 1 },
    diagonal: true,
    key: keyPlace(series.length, key),
  };
}

/** Above the plots, each of two that stand side by side has it: they stay of one size. */
function keyPlace(count: number, wanted: boolean): LineDrawing['key'] {
  if (count > mostInKey) return false;
  return count > mostInCorner ? 'above' : wanted;
}
