import { Text, Title } from '@mantine/core';
import { idOfSegment } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { ScrollRegion } from '../../parts/scroll-region';
import { type NamedThing, ThingName } from '../../parts/thing-name';
import { RefreshOnRuns } from '../run/use-live-runs';
import classes from './project.module.css';
import { ProjectThings } from './thing-list';

interface Stage {
  readonly title: string;
  readonly nodes: readonly (NamedThing & { readonly from?: string })[];
}

/** What was made from what: columns from the data to the judgements, every node a link. */
export async function LineagePage({ params }: { params: Promise<{ id: string }> }) {
  const id = idOfSegment((await params).id);
  const { datasets, models, samples, attackSets, referenceSets, detectors, evaluations, layerSweeps } =
    await readNode(ProjectThings, { id }, 'Project');
  const stages: readonly Stage[] = [
    { title: 'Data sets', nodes: nodesOf(datasets, () => undefined) },
    { title: 'Models', nodes: nodesOf(models, ({ dataset }) => dataset.name) },
    {
      title: 'Samples and reference sets',
      nodes: [
        ...nodesOf(samples, ({ model }) => `sample of ${model.name}`),
        ...nodesOf(referenceSets, ({ model }) => `activations of ${model.name}`),
      ],
    },
    { title: 'Attack sets', nodes: nodesOf(attackSets, ({ sample }) => sample.name) },
    { title: 'Detectors', nodes: nodesOf(detectors, ({ referenceSet }) => referenceSet.name) },
    {
      title: 'Evaluations and layer sweeps',
      nodes: [
        ...nodesOf(evaluations, ({ sample }) => sample.name),
        ...nodesOf(layerSweeps, ({ source, referenceSet }) =>
          source ? `the neighbors of ${source.name}` : referenceSet.name,
        ),
      ],
    },
  ];
  return (
    <>
      <RefreshOnRuns projectIds={[id]} />
      <Text c="dimmed" mb="lg" maw={720}>
        Each column is made from those to its left, other k of a layer sweep from that sweep; the small line
        names what a thing was made from.
      </Text>
      <ScrollRegion label="Lineage">
        <div className={classes.lineage}>
          {stages.map(({ title, nodes }) => (
            <section key={title} className={classes.stage} aria-label={title}>
              <Title order={2}>
                {title} <span>{nodes.length}</span>
              </Title>
              <ul>
                {nodes.map((node) => (
                  <li key={node.id} className={classes.node}>
                    <ThingName thing={node} />
                    {node.from && <span className={classes.from}>from {node.from}</span>}
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </ScrollRegion>
    </>
  );
}

function nodesOf<Row extends NamedThing>(
  { edges }: { readonly edges: readonly { readonly node: Row }[] },
  from: (row: Row) => string | undefined,
): Stage['nodes'] {
  return edges
    .map(({ node }) => {
      const of = from(node);
      return of === undefined ? node : { ...node, from: of };
    })
    .reverse();
}
