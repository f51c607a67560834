'use client';

import { Skeleton } from '@mantine/core';
import { late } from '../../parts/late';
import type { LineagePlaces } from './lay-out-lineage';
import classes from './lineage.module.css';
import type { LineageGraph } from './lineage-graph';

/** What is drawn, and where. */
export interface LineageMapProps {
  readonly graph: LineageGraph;
  readonly places: LineagePlaces;
  /** Of every node, in pixels. */
  readonly size: { readonly width: number; readonly height: number };
}

const Flow = late(
  () => import('./lineage-flow').then(({ LineageFlow }) => LineageFlow),
  <Skeleton height="100%" />,
);

/** The lineage as a map, as high as it needs up to most of the screen. Its code is loaded where it is shown. */
export function LineageMap(props: LineageMapProps) {
  const lowest = Math.max(0, ...Object.values(props.places).map(({ y }) => y + props.size.height));
  return (
    <div className={classes.mapFrame} style={{ height: `min(75vh, ${Math.max(260, lowest + 60)}px)` }}>
      <Flow {...props} />
    </div>
  );
}
