'use client';

import {
  Background,
  Controls,
  type Edge,
  Handle,
  MiniMap,
  Position,
  ReactFlow,
  useReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useMemo, useState } from 'react';
import { paths, thingPath } from '../../lib/paths';
import { TextLink } from '../../parts/links';
import { pendingWords } from '../../parts/thing-name';
import { typeTitles, unbroken } from '../../text/names';
import classes from './lineage.module.css';
import { type LineageNode, relativesOf } from './lineage-graph';
import type { LineageMapProps } from './lineage-map';

/** A map of more is found one's way in with the help of a small one. */
const mostWithoutMap = 30;
const nodeTypes = { thing: ThingNode };

interface NodeData extends Record<string, unknown> {
  readonly node: LineageNode;
  readonly faded: boolean;
  readonly onPoint: (id: string | undefined) => void;
}

/** The graph as React Flow draws it: panned by dragging, enlarged by pinching and buttons; every node is a link. */
export function LineageFlow({ graph: { nodes, edges }, places, size }: LineageMapProps) {
  const [pointed, setPointed] = useState<string>();
  const relatives = useMemo(() => (pointed ? relativesOf(pointed, edges) : undefined), [pointed, edges]);
  const isFaded = (id: string) => relatives !== undefined && !relatives.has(id);
  return (
    <ReactFlow
      aria-label="Lineage: what was made from what"
      nodeTypes={nodeTypes}
      nodes={nodes.map((node) => ({
        id: node.thing.id,
        type: 'thing',
        position: places[node.thing.id] ?? { x: 0, y: 0 },
        ...size,
        data: { node, faded: isFaded(node.thing.id), onPoint: setPointed } satisfies NodeData,
      }))}
      edges={edges.map(({ from, to }): Edge => {
        const shown = relatives?.has(from) && relatives.has(to);
        return {
          id: `${from} ${to}`,
          source: from,
          target: to,
          focusable: false,
          className: relatives ? (shown ? classes.shownEdge : classes.fadedEdge) : classes.edge,
        };
      })}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      elementsSelectable={false}
      zoomOnScroll={false}
      preventScrolling={false}
      minZoom={0.1}
      maxZoom={1.5}
      fitView
      fitViewOptions={{ padding: 0.04, minZoom: 0.45, maxZoom: 1 }}
    >
      <Background gap={24} className={classes.background} />
      <Controls showInteractive={false} />
      {nodes.length > mostWithoutMap && <MiniMap pannable ariaLabel="Small map" className={classes.map} />}
    </ReactFlow>
  );
}

function ThingNode({ id, data: { node, faded, onPoint } }: { id: string; data: NodeData }) {
  const flow = useReactFlow();
  const { thing } = node;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only shows more of what the link within leads to
    <div
      className={faded ? `${classes.thing} ${classes.faded}` : classes.thing}
      data-type={thing.__typename}
      onMouseEnter={() => onPoint(id)}
      onMouseLeave={() => onPoint(undefined)}
      onFocus={({ target }) => {
        onPoint(id);
        // Whoever goes from link to link by keyboard sees where they are.
        if (target.matches(':focus-visible'))
          flow.fitView({ nodes: [{ id }], minZoom: 0.8, maxZoom: 1, duration: 0 });
      }}
      onBlur={() => onPoint(undefined)}
    >
      <Handle type="target" position={Position.Left} className={classes.handle} />
      <span className={classes.kind}>
        {[typeTitles[thing.__typename] ?? thing.__typename, pendingWords[thing.run.status] ?? []]
          .flat()
          .join(' · ')}
      </span>
      <span className={classes.name}>
        <TextLink href={thingPath(thing) ?? paths.run(thing.run.id)} title={thing.name}>
          {unbroken(thing.name)}
        </TextLink>
      </span>
      <Handle type="source" position={Position.Right} className={classes.handle} />
    </div>
  );
}
