import { forwardNodes, type GraphNetwork, type NetworkNode, sourcesOf } from './graph-network';

/** Operations with weights: what a layer is made around. */
const weighted = [
  'Conv2D',
  '_FusedConv2D',
  'DepthwiseConv2dNative',
  'FusedDepthwiseConv2dNative',
  'MatMul',
  '_FusedMatMul',
];
/** Operations that belong to the layer before them, where nothing else reads what they read. */
const following = [
  'Identity', 'BiasAdd', 'FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3', 'Relu', 'Relu6', 'LeakyRelu', 'Elu',
  'Selu', 'Prelu', 'Sigmoid', 'Tanh', 'Softplus',
]; // biome-ignore format: a list to scan
const sums = ['Add', 'AddV2', 'AddN'];
const arithmetic = [...sums, 'Sub', 'Mul', 'RealDiv', 'Maximum', 'Minimum'];

/**
 * The nodes whose outputs are worth comparing, in forward order: as for networks of layers, the outputs of residual blocks
 * and the pooling over space, or without such blocks the end of each layer, which here is an operation with weights and the
 * bias, normalization and activation behind it, and each pooling. Without the model's output.
 */
export function graphTaps(network: GraphNetwork): string[] {
  const nodes = forwardNodes(network);
  const dynamic = new Set([network.input.name, ...nodes.map(({ name }) => name)]);
  const readers = new Map<string, NetworkNode[]>();
  for (const node of nodes)
    for (const source of new Set(sourcesOf(node)))
      readers.set(source, [...(readers.get(source) ?? []), node]);
  const joins = (node: NetworkNode) => sourcesOf(node).filter((source) => dynamic.has(source)).length > 1;
  /** The last node that belongs to the layer which begins at this one. */
  const endOf = (start: NetworkNode): string => {
    let end = start;
    for (;;) {
      const [next, ...more] = readers.get(end.name) ?? [];
      const belongs =
        next &&
        more.length === 0 &&
        (following.includes(next.op) || (arithmetic.includes(next.op) && !joins(next)));
      if (!belongs) return end.name;
      end = next;
    }
  };
  const blocks = nodes.filter((node) => sums.includes(node.op) && joins(node));
  const starts = blocks.length > 0 ? blocks : nodes.filter(({ op }) => weighted.includes(op));
  const ends = new Set(starts.map(endOf));
  const pooling = blocks.length > 0 ? ['Mean'] : ['Mean', 'MaxPool', 'AvgPool'];
  return nodes
    .filter(({ name, op }) => (ends.has(name) || pooling.includes(op)) && name !== network.output)
    .map(({ name }) => name);
}
