/** A node of a frozen graph: an operation on the outputs of other nodes. */
export interface NetworkNode {
  readonly name: string;
  readonly op: string;
  /** `node`, or `node:2` for its third output. */
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, unknown>>;
}

/** A frozen graph with one input `[n, ...shape]` and one output, checked by `@fiducial/formats` before. */
export interface GraphNetwork {
  readonly nodes: readonly NetworkNode[];
  readonly input: { readonly name: string; readonly shape: readonly number[] };
  readonly output: string;
  /** Node before a softmax that was cut although its output changed its shape: has to be one row of classes an image. */
  readonly reshapedFrom?: string;
  readonly weightSpecs: readonly { name: string; shape: readonly number[]; dtype: string }[];
  readonly weightData: Uint8Array;
}

/** Names of the nodes that a node reads, without its constants' outputs told apart. */
export function sourcesOf({ input }: Pick<NetworkNode, 'input'>): string[] {
  return input.map((from) => from.replace(/:\d+$/, ''));
}

/** Nodes between the input and the output, in an order in which each comes after those that it reads. */
export function forwardNodes({
  nodes,
  input,
  output,
}: Omit<GraphNetwork, 'weightSpecs' | 'weightData'>): NetworkNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const behindInput = new Map<string, boolean>([[input.name, true]]);
  const ordered: NetworkNode[] = [];
  const visited = new Set<string>();
  // By hand instead of recursion: graphs are thousands of nodes deep.
  const stack = [{ name: output, done: false }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const node = byName.get(top.name);
    if (!node || (visited.has(top.name) && !top.done)) continue;
    const sources = sourcesOf(node);
    if (top.done) {
      const reads = sources.some((source) => behindInput.get(source));
      behindInput.set(node.name, node.name === input.name || reads);
      if (reads) ordered.push(node);
      continue;
    }
    visited.add(node.name);
    stack.push(
      { name: node.name, done: true },
      ...sources.toReversed().map((name) => ({ name, done: false })),
    );
  }
  return ordered;
}
