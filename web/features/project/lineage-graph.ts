import type { NamedThing } from '../../parts/thing-name';
import type { LineageThings } from './lineage-query';

/** A thing, and the ids of those that it was made from. */
export interface LineageNode {
  readonly thing: NamedThing;
  readonly from: readonly string[];
}

/** What was made from what. */
export interface LineageGraph {
  readonly nodes: readonly LineageNode[];
  /** From what a thing was made to the thing; both are nodes. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  /** Things of the project that are not among the nodes, for there are too many. */
  readonly leftOut: number;
}

interface List<Row> {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: Row }[];
}

/** The things of a project in the order in which a study makes them, oldest first, each with what it was made from. */
export function lineageGraph(things: LineageThings): LineageGraph {
  let leftOut = 0;
  const nodesOf = <Row extends NamedThing>(list: List<Row>, fromOf: (row: Row) => readonly Made[]) => {
    leftOut += list.totalCount - list.edges.length;
    return list.edges
      .map(({ node }): LineageNode => {
        const from = fromOf(node).flatMap((of) => (of ? [of.id] : []));
        return { thing: node, from: [...new Set(from)] };
      })
      .reverse();
  };
  const nodes = [
    ...nodesOf(things.datasets, () => []),
    ...nodesOf(things.models, ({ dataset }) => [dataset]),
    ...nodesOf(things.samples, ({ model }) => [model]),
    ...nodesOf(things.referenceSets, ({ model }) => [model]),
    ...nodesOf(things.attackSets, ({ sample, target, surrogate }) => [sample, surrogate ?? target]),
    ...nodesOf(things.detectors, ({ referenceSet, sample, attackSets }) => [
      referenceSet,
      // The attack sets that it learned from were made from the sample.
      ...(attackSets.length > 0 ? attackSets : [sample]),
    ]),
    ...nodesOf(things.layerSweeps, ({ source, referenceSet, sample, attackSets }) =>
      source ? [source] : [referenceSet, ...(attackSets.length > 0 ? attackSets : [sample])],
    ),
    ...nodesOf(things.evaluations, ({ detector, sample, attackSets }) => [
      detector,
      ...(attackSets.length > 0 ? attackSets : [sample]),
    ]),
  ];
  const known = new Set(nodes.map(({ thing }) => thing.id));
  const edges = nodes.flatMap(({ thing, from }) =>
    from.filter((id) => known.has(id)).map((id) => ({ from: id, to: thing.id })),
  );
  return { nodes, edges, leftOut };
}

type Made = { readonly id: string } | null;

/** A thing with all that it was made from and all that was made from it, directly or through others. */
export function relativesOf(id: string, edges: LineageGraph['edges']): ReadonlySet<string> {
  const found = new Set([id]);
  const walk = (start: string, next: (id: string) => readonly string[]) => {
    const open = [start];
    for (let at = open.pop(); at !== undefined; at = open.pop())
      for (const other of next(at))
        if (!found.has(other)) {
          found.add(other);
          open.push(other);
        }
  };
  walk(id, (of) => edges.filter(({ to }) => to === of).map(({ from }) => from));
  walk(id, (of) => edges.filter(({ from }) => from === of).map(({ to }) => to));
  return found;
}
