import { FormatError } from './format-error';
import type { GraphAttribute } from './graph-attributes';

/** A node of a graph: an operation on the outputs of other nodes. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** `node`, or `node:2` for its third output. */
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, GraphAttribute>>;
}

/** Node and number of the output that `node:2` names. */
export function sourceOf(from: string): { name: string; index: number } {
  const [, name = from, index = '0'] = /^(.*?)(?::(\d{1,3}))?$/.exec(from) ?? [];
  return { name, index: Number(index) };
}

/** @throws {FormatError} unless every name is taken once, every input is there, and nothing depends on itself */
export function checkOrder(nodes: readonly GraphNode[]): void {
  const byName = new Map<string, GraphNode>();
  for (const node of nodes) {
    if (byName.has(node.name))
      throw new FormatError(`graph node ${node.name}: expected the name once, got it twice`);
    byName.set(node.name, node);
  }
  // Nodes whose inputs are all done, again and again: what is left at the end waits for itself.
  const waiting = new Map<string, number>();
  const readers = new Map<string, string[]>();
  for (const { name, input } of nodes) {
    waiting.set(name, input.length);
    for (const from of input) {
      const source = sourceOf(from).name;
      if (!byName.has(source))
        throw new FormatError(
          `graph node ${name}: expected inputs that are there, got ${from.slice(0, 100)}`,
        );
      readers.set(source, [...(readers.get(source) ?? []), name]);
    }
  }
  const ready = nodes.filter(({ input }) => input.length === 0).map(({ name }) => name);
  for (let at = 0; at < ready.length; at++)
    for (const reader of readers.get(ready[at] ?? '') ?? []) {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      if (left === 0) ready.push(reader);
    }
  if (ready.length === nodes.length) return;
  const [stuck] = [...waiting].find(([, left]) => left > 0) ?? [];
  throw new FormatError(`graph node ${stuck}: expected no loops, got a node that depends on itself`);
}
