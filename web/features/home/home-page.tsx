import { graphql } from '@fiducial/schema';
import { paths } from '../../lib/paths';
import { read } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { TextLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import { counted } from '../../text/names';
import { formatCount } from '../../text/numbers';
import { CreateProjectButton } from '../project/create-project';
import { GuidedPathOf } from '../project/guided-path-of';
import { ProjectSummary, ProjectsTable } from '../project/projects-table';
import { RunLines } from '../run/run-lines';
import { RunRow } from '../run/run-row';
import { RefreshOnRuns } from '../run/use-live-runs';
import { LatestComparisons, TestBedSummary } from './latest-comparisons';
import { StartDemonstration } from './start-demonstration';

const HomeQuery = graphql(
  `
    query Home {
      viewer { name }
      serverInfo { queue { running queued waiting } }
      projects(first: 20) {
        totalCount
        edges {
          node {
            id
            ...ProjectSummary
            testBeds { ...TestBedSummary }
          }
        }
      }
      running: runs(first: 6, filter: { statuses: [RUNNING] }) {
        edges { node { id ...RunRow } }
      }
      queued: runs(first: 6, filter: { statuses: [QUEUED] }) {
        edges { node { id ...RunRow } }
      }
      endedRuns(first: 5) { id ...RunRow }
    }
  `,
  [RunRow, ProjectSummary, TestBedSummary],
);

/** Where was I? Running work, latest comparisons, projects. */
export async function HomePage() {
  const { projects, running, queued, endedRuns, serverInfo } = await read(HomeQuery, {});
  if (projects.totalCount === 0) return <Welcome />;
  const projectIds = projects.edges.map(({ node }) => node.id);
  const active = [...running.edges, ...queued.edges].slice(0, 6).map(({ node }) => node);
  const testBeds = projects.edges.flatMap(({ node }) => node.testBeds);
  const [only] = projects.totalCount === 1 ? projectIds : [];
  return (
    <>
      <PageHead title="Home" />
      {only && <GuidedPathOf projectId={only} />}
      <Section
        title="Running work"
        note={queueInWords(serverInfo.queue)}
        actions={<TextLink href={paths.runs}>All runs</TextLink>}
      >
        {active.length > 0 ? (
          <RunLines runs={active} projectIds={projectIds} withProject />
        ) : (
          <>
            <RefreshOnRuns projectIds={projectIds} />
            <Empty>Nothing is running. What you launch in a project shows here until it ends.</Empty>
          </>
        )}
      </Section>
      <Section title="Latest comparisons">
        <LatestComparisons testBeds={testBeds} />
      </Section>
      <Section title="Projects" actions={<CreateProjectButton />}>
        <ProjectsTable projects={projects.edges.map(({ node }) => node)} />
      </Section>
      {endedRuns.length > 0 && (
        <Section title="Ended runs">
          <RunLines runs={endedRuns} projectIds={[]} withProject />
        </Section>
      )}
    </>
  );
}

function Welcome() {
  return (
    <>
      <PageHead
        title="Welcome to Fiducial"
        description="Train a classifier, attack it, fit detectors that tell adversarial inputs from authentic ones, and find out which detector is better and whether the difference is real."
      />
      <Empty
        action={
          <>
            <StartDemonstration />
            <CreateProjectButton />
          </>
        }
      >
        There is no project yet. The demonstration imports 10,000 digits, trains a small network on them,
        attacks it in four ways, and compares the kNN score of each layer with two evolution maps: a few
        minutes on two cores.
      </Empty>
    </>
  );
}

/** Work under way; nothing where there is none. */
function queueInWords({ running, queued, waiting }: Record<'running' | 'queued' | 'waiting', number>) {
  if (running + queued + waiting === 0) return undefined;
  return `${counted(running, 'run')} computing, ${formatCount(queued)} queued, ${formatCount(waiting)} waiting for inputs`;
}
