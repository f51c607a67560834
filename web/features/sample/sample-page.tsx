import { graphql } from '@fiducial/schema';
import type { Metadata } from 'next';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { Facts } from '../../parts/facts';
import { ButtonLink, TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { formatCount } from '../../text/numbers';
import { AttackSetRow, AttackSetsTable } from '../attack-set/attack-sets-table';
import { MakingRun, ThingFrame } from '../thing/thing-frame';
import { ThingsTable } from '../thing/things-table';
import { LeakageDetails, LeakageSection } from './leakage-section';

const SampleQuery = graphql(
  `
    query Sample($id: ID!) {
      node(id: $id) {
        __typename
        ... on Sample {
          id
          name
          splitName
          trainCount
          validationCount
          testCount
          errorCount
          project { id }
          model { id name }
          attackSets { ...AttackSetRow }
          detectors { __typename id name run { id status } }
          run { ...MakingRun }
          ...LeakageDetails
        }
      }
    }
  `,
  [MakingRun, AttackSetRow, LeakageDetails],
);

interface Props {
  readonly params: Promise<{ id: string }>;
}

const readSample = async (params: Props['params']) =>
  readNode(SampleQuery, { id: idOfSegment((await params).id) }, 'Sample');

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readSample(params)).name };
}

/** Which images is the study made on? */
export async function SamplePage({ params }: Props) {
  const sample = await readSample(params);
  const { id, name, run, model, attackSets, detectors, project } = sample;
  const attack = (
    <ButtonLink href={paths.launch(project.id, 'attack', { sampleId: id })}>Attack it</ButtonLink>
  );
  return (
    <ThingFrame
      name={name}
      kind="Sample"
      run={run}
      description={
        <>
          correctly classified images for <TextLink href={paths.model(model.id)}>{model.name}</TextLink>,
          every image in one part with its twins
        </>
      }
      next={attack}
    >
      <Facts
        items={[
          ['Drawn from the split', sample.splitName],
          ['Train: detectors learn from', formatCount(sample.trainCount)],
          ['Validation: sets thresholds', formatCount(sample.validationCount)],
          ['Test: evaluations are made on', formatCount(sample.testCount)],
          ['Misclassified, kept apart', formatCount(sample.errorCount)],
        ]}
      />
      <LeakageSection sample={sample} />
      <Section title="Attack sets">
        {attackSets.length > 0 ? (
          <AttackSetsTable sets={attackSets} />
        ) : (
          <Empty action={attack}>Adversarial twins of all these images are listed here.</Empty>
        )}
      </Section>
      <Section title="Detectors fitted with it">
        {detectors.length > 0 ? (
          <ThingsTable label="Detectors" column="Detector" things={detectors} />
        ) : (
          <Empty
            action={
              <ButtonLink href={paths.launch(project.id, 'detector', { sampleId: id })} variant="default">
                Fit a detector
              </ButtonLink>
            }
          >
            Detectors fitted with these images are listed here.
          </Empty>
        )}
      </Section>
    </ThingFrame>
  );
}
