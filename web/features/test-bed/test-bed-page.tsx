import { graphql, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import type { Metadata } from 'next';
import { idOfSegment, mostCompared, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Ago } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Estimate } from '../../parts/estimate';
import { ButtonLink, TextLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import { counted, unbroken } from '../../text/names';
import { RunLines } from '../run/run-lines';
import { endedStatuses, RunRow } from '../run/run-row';
import { deviationWords, SeedRows, SeedSpreadFields, type SeedSpreadRef } from './seed-spread';
import { SeedTable } from './seed-table';
import { SpreadTable } from './spread-table';

const TestBedQuery = graphql(
  `
    query TestBed($id: ID!) {
      node(id: $id) {
        __typename
        ... on TestBed {
          id
          name
          createdAt
          done
          total
          repeatsDetector
          project { id name }
          runs { id status ...RunRow }
          evaluations { id name macroAuc macroAucLow macroAucHigh detector { id name } }
          seedSpreads { ...SeedSpreadFields }
        }
      }
    }
  `,
  [RunRow, SeedSpreadFields],
);

const SeedsQuery = graphql(
  `
    query Seeds($id: ID!) {
      node(id: $id) {
        __typename
        ... on Detector { seedSpread { ...SeedRows } }
      }
    }
  `,
  [SeedRows],
);

interface Props {
  readonly params: Promise<{ id: string }>;
}

const readTestBed = async (params: Props['params']) =>
  readNode(TestBedQuery, { id: idOfSegment((await params).id) }, 'TestBed');

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readTestBed(params)).name };
}

const mostRuns = 8;
/** How much of the result is the luck of the seed? */
export async function TestBedPage({ params }: Props) {
  const bed = await readTestBed(params);
  const { name, createdAt, done, total, repeatsDetector, project, runs, evaluations, seedSpreads } = bed;
  const active = runs.filter(({ status }) => !endedStatuses.has(status));
  const lost = runs.filter(({ status }) => status === 'FAILED' || status === 'CANCELLED');
  const [first] = seedSpreads;
  const seeds = first && seedSpreads.length === 1 ? await readSeeds(first) : null;
  const compared = evaluations.slice(0, mostCompared).map(({ id }) => id);
  return (
    <>
      <PageHead
        crumbs={[{ title: project.name, href: paths.project(project.id) }]}
        title={name}
        description={
          <>
            {repeatsDetector ? 'One detector with several seeds' : 'Test bed'} · {done} of{' '}
            {counted(total, 'run')} done · started <Ago at={createdAt} />
          </>
        }
        actions={
          compared.length > 1 && (
            <ButtonLink href={paths.compare(compared)} variant="default">
              Compare {compared.length}
            </ButtonLink>
          )
        }
      />
      {first ? (
        <Section title="Over seeds" note={deviationWords}>
          <SpreadTable spreads={seedSpreads} />
          <Text size="sm" c="dimmed" mt="sm" maw={760}>
            {differing(repeatsDetector)}
          </Text>
        </Section>
      ) : (
        <Evaluations evaluations={evaluations} />
      )}
      {seeds && (
        <Section title="Each seed" note="with 95 % intervals over the test images">
          <SeedTable spread={seeds} />
        </Section>
      )}
      {active.length > 0 && (
        <Section title="Being made" note={`${counted(active.length, 'run')} not ended`}>
          <RunLines runs={active.slice(0, mostRuns)} projectIds={[project.id]} />
        </Section>
      )}
      {lost.length > 0 && (
        <Section title="Not made" note="failed or cancelled: these seeds are missing above">
          <RunLines runs={lost.slice(0, mostRuns)} projectIds={[]} />
        </Section>
      )}
    </>
  );
}

/** Of a single detector, the seeds stand on this page; of many, each has them on its own. */
async function readSeeds(spread: SeedSpreadRef) {
  const [first] = readFragment(SeedSpreadFields, spread).seeds;
  if (!first) return null;
  return (await readNode(SeedsQuery, { id: first.detector.id }, 'Detector')).seedSpread;
}

function differing(repeatsDetector: boolean): string {
  return repeatsDetector
    ? 'Only the seed of the detector differs: model, sample, attacks and reference set are the same, so this is the spread of its training alone. A detector without anything random has a deviation of zero.'
    : 'Each seed is a whole bed: the network is trained, images are drawn and attacks are made anew, so this is the spread of all of it.';
}

function Evaluations({
  evaluations,
}: {
  evaluations: readonly {
    readonly id: string;
    readonly macroAuc: number | null;
    readonly macroAucLow: number | null;
    readonly macroAucHigh: number | null;
    readonly detector: { readonly id: string; readonly name: string };
  }[];
}) {
  if (evaluations.length === 0)
    return <Empty>Its detectors are listed here as soon as the first is evaluated.</Empty>;
  return (
    <Section title="Detectors" note="by macro-AUC over successful adversarials, of one seed">
      <DataTable
        label="Detectors"
        rows={evaluations}
        rowKey={({ id }) => id}
        columns={[
          {
            title: 'Detector',
            cell: ({ detector }) => (
              <TextLink href={paths.detector(detector.id)}>{unbroken(detector.name)}</TextLink>
            ),
          },
          {
            title: 'Macro-AUC',
            figures: true,
            cell: ({ macroAuc, macroAucLow, macroAucHigh }) => (
              <Estimate value={macroAuc} low={macroAucLow} high={macroAucHigh} />
            ),
          },
        ]}
      />
    </Section>
  );
}
