import { Title } from '@mantine/core';
import { ThingName } from '../../parts/thing-name';
import classes from './lineage.module.css';
import type { LineageGraph, LineageNode } from './lineage-graph';

const stages = [
  { title: 'Data sets', types: ['Dataset'] },
  { title: 'Models', types: ['Model'] },
  { title: 'Samples and reference sets', types: ['Sample', 'ReferenceSet'] },
  { title: 'Attack sets', types: ['AttackSet'] },
  { title: 'Detectors', types: ['Detector'] },
  { title: 'Evaluations and layer sweeps', types: ['Evaluation', 'LayerSweep'] },
] as const;

/** The same as a list: stage by stage, under each thing what it was made from. */
export function LineageList({ graph: { nodes } }: { graph: LineageGraph }) {
  const names = new Map(nodes.map(({ thing }) => [thing.id, thing.name]));
  const madeFrom = ({ from }: LineageNode) => from.flatMap((id) => names.get(id) ?? []).join(', ');
  return (
    <div className={classes.stages}>
      {stages.map(({ title, types }) => {
        const shown = nodes.filter(({ thing }) => types.some((type) => type === thing.__typename));
        return (
          <section key={title} className={classes.stage} aria-label={title}>
            <Title order={2}>
              {title} <span>{shown.length}</span>
            </Title>
            <ul>
              {shown.map((node) => (
                <li key={node.thing.id}>
                  <ThingName thing={node.thing} />
                  {madeFrom(node) && <span className={classes.from}>from {madeFrom(node)}</span>}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
