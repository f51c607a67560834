import type { LineDrawing } from '../../charts/line-chart';

/** More would cover the curves; the table below names all. */
export const mostInKey = 8;

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
    key: key && series.length <= mostInKey,
  };
}
