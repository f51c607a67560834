import { FormatError } from './format-error';
import type { GraphModelFile } from './graph-model';
import { type GraphNode, sourceOf } from './graph-order';

/** Operations that hand on what they read, value by value. */
const passing = ['Identity', 'Snapshot', 'StopGradient', 'EnsureShape'];
/** Operations that give the same values another shape. */
const reshaping = ['Reshape', 'Squeeze', 'ExpandDims'];
/** Operations that make one distribution over the last axis. */
const softmaxes = ['Softmax', 'LogSoftmax'];

/**
 * The graph without a softmax at its end, also where its output is given another shape behind it: what is read as logits. A
 * softmax that other nodes read, too, stays for them.
 *
 * @throws {FormatError} when it ends in a sigmoid, which says of each class by itself whether it is there
 */
export function cutGraphSoftmax(file: GraphModelFile): GraphModelFile {
  const byName = new Map(file.nodes.map((node) => [node.name, node]));
  const before = (node: GraphNode) => byName.get(sourceOf(node.input[0] ?? '').name);
  const behind: GraphNode[] = [];
  let end = byName.get(file.output);
  while (end && [...passing, ...reshaping].includes(end.op)) {
    behind.unshift(end);
    end = before(end);
  }
  if (end?.op === 'Sigmoid')
    throw new FormatError(
      `graph output ${file.output}: expected logits or a softmax over at least two classes, got a sigmoid, which says of each class by itself whether it is there`,
    );
  const { name, index } = sourceOf(end && softmaxes.includes(end.op) ? (end.input[0] ?? '') : '');
  if (!name || index !== 0) return file;
  const [next, ...more] = behind.filter(({ op }) => reshaping.includes(op));
  if (!next) return { ...file, output: name };
  const output = more.at(-1)?.name ?? next.name;
  const nodes = file.nodes.map((node) =>
    node.name === next.name ? { ...node, input: [name, ...node.input.slice(1)] } : node,
  );
  return { ...file, nodes, output, reshapedFrom: name };
}
