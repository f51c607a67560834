import { Text } from '@mantine/core';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { counted } from '../../text/names';
import { RefreshOnRuns } from '../run/use-live-runs';
import { layOutLineage, nodeSize } from './lay-out-lineage';
import classes from './lineage.module.css';
import { lineageGraph } from './lineage-graph';
import { LineageList } from './lineage-list';
import { LineageMap } from './lineage-map';
import { LineageQuery } from './lineage-query';

/** What was made from what: a map from the data to the judgments, and the same as a list, which is what phones show. */
export async function LineagePage({ params }: { params: Promise<{ id: string }> }) {
  const id = idOfSegment((await params).id);
  const graph = lineageGraph(await readNode(LineageQuery, { id }, 'Project'));
  if (graph.nodes.length === 0)
    return (
      <Empty action={<ButtonLink href={paths.launch(id, 'dataset')}>Import a data set</ButtonLink>}>
        What is made from what is drawn here, from the data set to the evaluations.
      </Empty>
    );
  return (
    <>
      <RefreshOnRuns projectIds={[id]} />
      {graph.leftOut > 0 && (
        <Text c="dimmed" mb="md">
          The newest hundred of each kind are shown; {counted(graph.leftOut, 'older thing')} left out.
        </Text>
      )}
      <div className={classes.onScreens}>
        <Text c="dimmed" mb="md" maw={760}>
          From left to right: each thing is made from those that lines lead from.
        </Text>
        <LineageMap graph={graph} places={await layOutLineage(graph)} size={nodeSize} />
      </div>
      <details className={classes.asList}>
        <summary>The same as a list</summary>
        <LineageList graph={graph} />
      </details>
      <div className={classes.onPhones}>
        <LineageList graph={graph} />
      </div>
    </>
  );
}
