import ELK from 'elkjs/lib/elk.bundled.js';
import { LRUCache } from 'lru-cache';
import type { LineageGraph } from './lineage-graph';

/** Size of a node on the page, in pixels. */
export const nodeSize = { width: 208, height: 66 } as const;

/** Between two nodes of a layer, in pixels. */
const nodeGap = 14;

/** Left upper corner of each node, by its thing's id. */
export type LineagePlaces = Readonly<Record<string, { readonly x: number; readonly y: number }>>;

/** Few and narrow bends, one round of crossings: 200 things with 800 lines take 0.6 s of one core, with ELK's defaults 3 s. */
const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'POLYLINE',
  'elk.layered.thoroughness': '1',
  'elk.layered.nodePlacement.strategy': 'SIMPLE',
  'elk.layered.spacing.nodeNodeBetweenLayers': '84',
  'elk.layered.spacing.edgeNodeBetweenLayers': '8',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '2',
  'elk.spacing.nodeNode': String(nodeGap),
  'elk.spacing.edgeNode': '2',
  'elk.spacing.edgeEdge': '1',
};

/** Layouts by what they are of: a page that is read again because a run has ended is of the same things. */
const known = new LRUCache<string, LineagePlaces>({ max: 50 });

/**
 * Places the things in layers from left to right, with few crossings. On the server: the layout's code is large, and the
 * page comes with everything in its place.
 */
export async function layOutLineage({ nodes, edges }: LineageGraph): Promise<LineagePlaces> {
  const key = JSON.stringify([nodes.map(({ thing }) => thing.id), edges]);
  const places = known.get(key) ?? (await laidOut({ nodes, edges }));
  known.set(key, places);
  return places;
}

async function laidOut({ nodes, edges }: Pick<LineageGraph, 'nodes' | 'edges'>): Promise<LineagePlaces> {
  const { children = [] } = await new ELK().layout({
    id: 'lineage',
    layoutOptions: options,
    children: nodes.map(({ thing }) => ({ id: thing.id, ...nodeSize })),
    edges: edges.map(({ from, to }) => ({ id: `${from} ${to}`, sources: [from], targets: [to] })),
  });
  return evenlySpaced(Object.fromEntries(children.map(({ id, x = 0, y = 0 }) => [id, { x, y }])));
}

/** Things of a layer one gap apart, around the middle: ELK leaves room where lines pass, which are drawn otherwise. */
function evenlySpaced(places: LineagePlaces): LineagePlaces {
  const layers = new Map<number, [string, { x: number; y: number }][]>();
  for (const place of Object.entries(places)) {
    const layer = layers.get(place[1].x) ?? [];
    layer.push(place);
    layers.set(place[1].x, layer);
  }
  const pitch = nodeSize.height + nodeGap;
  const most = Math.max(0, ...[...layers.values()].map(({ length }) => length));
  return Object.fromEntries(
    [...layers.values()].flatMap((layer) =>
      layer
        .toSorted(([, a], [, b]) => a.y - b.y)
        .map(([id, { x }], at) => [id, { x, y: (at + (most - layer.length) / 2) * pitch }]),
    ),
  );
}
