import { channelsLast, onlyInput, refusal, type WriteLayer } from './layer-graph';

/** `Flatten` and `Reshape`: the same values in another shape. */
export const reshape: WriteLayer = (graph, use) => {
  const { output: x, shape } = onlyInput(use);
  if (use.className === 'Flatten') channelsLast(use, use.config.dataFormat);
  const to = (values: string, sizes: readonly number[]) =>
    graph.operation('Reshape', [values, graph.integers([-1, ...sizes])]);
  return { output: to(x, use.outputShape), back: (gradient) => [to(gradient, shape)] };
};

/** `Permute`. */
export const permute: WriteLayer = (graph, use) => {
  const { dims } = use.config;
  if (!Array.isArray(dims)) throw refusal(use, 'dims', dims);
  const order: number[] = [0, ...dims];
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return {
    output: graph.operation('Transpose', [onlyInput(use).output, graph.integers(order)]),
    back: (gradient) => [graph.operation('Transpose', [gradient, graph.integers(inverse)])],
  };
};

/** `ZeroPadding2D`. */
export const zeroPadding: WriteLayer = (graph, use) => {
  channelsLast(use, use.config.dataFormat);
  const { padding } = use.config;
  if (!isPadding(padding)) throw refusal(use, 'padding [[top, bottom], [left, right]]', padding);
  const { output: x, shape } = onlyInput(use);
  const [[top, bottom], [left, right]] = padding;
  const around = graph.integers([0, 0, top, bottom, left, right, 0, 0], [4, 2]);
  const corner = graph.integers([0, top, left, 0]);
  return {
    output: graph.operation('Pad', [x, around]),
    back: (gradient) => [
      graph.operation('Slice', [gradient, corner, graph.integers([-1, ...shape])], {
        Index: { type: 'int32' },
      }),
    ],
  };
};

function isPadding(value: unknown): value is [[number, number], [number, number]] {
  const ends = (side: unknown) => Array.isArray(side) && side.length === 2 && side.every(Number.isInteger);
  return Array.isArray(value) && value.length === 2 && value.every(ends);
}
