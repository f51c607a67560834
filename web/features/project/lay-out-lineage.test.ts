import { expect, test } from 'vitest';
import { layOutLineage, nodeSize } from './lay-out-lineage';
import type { LineageGraph } from './lineage-graph';

/** A study of 200 things: one data set, and stages that are each made from some of the stage before. */
function largeStudy(): LineageGraph {
  const stages = [1, 4, 16, 59, 60, 60];
  const ids = stages.map((count, stage) => Array.from({ length: count }, (_, at) => `${stage}/${at}`));
  const nodes = ids.flatMap((stage, depth) =>
    stage.map((id, at) => {
      const before = ids[depth - 1] ?? [];
      const from = [0, 7, 19].flatMap((step) => before[(at + step) % Math.max(1, before.length)] ?? []);
      const thing = { __typename: 'Model', id, name: id, run: { id, status: 'SUCCEEDED' } };
      return { thing, from: [...new Set(from)] };
    }),
  );
  const edges = nodes.flatMap(({ thing, from }) => from.map((id) => ({ from: id, to: thing.id })));
  return { nodes, edges, leftOut: 0 };
}

test('places 200 things beside one another, each to the right of what it was made from', async () => {
  const graph = largeStudy();
  expect(graph.nodes).toHaveLength(200);
  const places = await layOutLineage(graph);
  const placed = Object.values(places);
  expect(placed).toHaveLength(200);
  for (const { from, to } of graph.edges)
    expect(places[to]?.x).toBeGreaterThan((places[from]?.x ?? 0) + nodeSize.width);
  for (const [at, one] of placed.entries())
    for (const other of placed.slice(at + 1))
      expect(
        Math.abs(one.x - other.x) >= nodeSize.width || Math.abs(one.y - other.y) >= nodeSize.height,
      ).toBe(true);
});

test('leaves one gap between the things of a layer, wherever lines pass', async () => {
  const places = await layOutLineage(largeStudy());
  const layers = new Map<number, number[]>();
  for (const { x, y } of Object.values(places)) layers.set(x, [...(layers.get(x) ?? []), y]);
  const gaps = [...layers.values()].flatMap((layer) => {
    const sorted = layer.toSorted((a, b) => a - b);
    return sorted.slice(1).map((y, at) => y - (sorted[at] ?? 0) - nodeSize.height);
  });
  expect(new Set(gaps)).toEqual(new Set([14]));
});
