import { graphql } from '@fiducial/schema';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { ButtonLink, TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { counted } from '../../text/names';
import { RunLines } from '../run/run-lines';
import { RunRow } from '../run/run-row';
import { RefreshOnRuns } from '../run/use-live-runs';
import { SeedSpreadFields } from '../test-bed/seed-spread';
import { GuidedPath, GuidedPathFields } from './guided-path';
import { LeaderboardEntry } from './leaderboard';
import { LeaderboardTable } from './leaderboard-table';
import { ProtocolResults } from './protocol-results';
import { ProtocolTable } from './protocol-table';
import { RepeatedBeds } from './repeated-beds';
import { UnrankedDetectors, UnrankedFields } from './unranked-detectors';

const ProjectQuery = graphql(
  `
    query Project($id: ID!) {
      node(id: $id) {
        __typename
        ... on Project {
          id
          ...GuidedPathFields
          ...UnrankedFields
          datasets(first: 1) { totalCount }
          leaderboard { ...LeaderboardEntry }
          testBeds { id name done total seedSpreads { ...SeedSpreadFields } besidePublished { ...ProtocolResults } }
          activeRuns { id status ...RunRow }
          endedRuns(first: 8) { id ...RunRow }
        }
      }
    }
  `,
  [GuidedPathFields, LeaderboardEntry, ProtocolResults, RunRow, SeedSpreadFields, UnrankedFields],
);

const mostActive = 8;

/** Where do we stand? */
export async function ProjectPage({ params }: { params: Promise<{ id: string }> }) {
  const id = idOfSegment((await params).id);
  const project = await readNode(ProjectQuery, { id }, 'Project');
  const { leaderboard, activeRuns, endedRuns, datasets, testBeds } = project;
  // Those that compute first; the others wait in order.
  const active = [...activeRuns].sort(
    (a, b) => Number(b.status === 'RUNNING') - Number(a.status === 'RUNNING'),
  );
  return (
    <>
      <GuidedPath project={project} />
      <Section
        title="Detectors"
        note={
          leaderboard.length > 0
            ? 'by macro-AUC over successful adversarials, with 95 % intervals'
            : undefined
        }
      >
        {leaderboard.length > 0 ? (
          <LeaderboardTable entries={leaderboard} />
        ) : (
          <NothingRanked projectId={id} active={activeRuns.length > 0} datasets={datasets.totalCount} />
        )}
        <UnrankedDetectors project={project} />
      </Section>
      {testBeds.map(
        ({ id: bedId, name, done, total, besidePublished }) =>
          besidePublished && (
            <ProtocolTable
              key={bedId}
              name={name}
              progress={done < total ? `${done} of ${total} runs done` : undefined}
              results={besidePublished}
            />
          ),
      )}
      <RepeatedBeds testBeds={testBeds} />
      <Section
        title="Activity"
        note={activeRuns.length > 0 ? `${counted(activeRuns.length, 'run')} not ended` : undefined}
        actions={<TextLink href={paths.projectRuns(id)}>All runs</TextLink>}
      >
        {active.length > 0 && <RunLines runs={active.slice(0, mostActive)} projectIds={[id]} />}
        {active.length === 0 && <RefreshOnRuns projectIds={[id]} />}
        {active.length === 0 && endedRuns.length === 0 && <Empty>No run was launched yet.</Empty>}
        {endedRuns.length > 0 && (
          <div style={{ marginTop: active.length > 0 ? 28 : 0 }}>
            <RunLines runs={endedRuns} projectIds={[]} />
          </div>
        )}
      </Section>
    </>
  );
}

/** The steps above have the button of the next one; what they do not say is that a test bed takes them all. */
function NothingRanked({
  projectId,
  active,
  datasets,
}: {
  projectId: string;
  active: boolean;
  datasets: number;
}) {
  if (active)
    return (
      <Empty>
        Detectors are ranked here as soon as the first is evaluated; the work below goes on by itself.
      </Empty>
    );
  if (datasets === 0)
    return (
      <Empty>
        Detectors are ranked here once they are evaluated. It begins with the first of the steps above.
      </Empty>
    );
  return (
    <Empty
      action={
        <ButtonLink href={paths.launch(projectId, 'test-bed')} variant="default">
          Run the standard test bed
        </ButtonLink>
      }
    >
      Detectors are ranked here by how well they tell adversarial inputs from authentic ones, as soon as the
      first is evaluated. The steps above lead there one by one; the standard test bed takes them all at once.
    </Empty>
  );
}
