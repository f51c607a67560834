import { graphql } from '@fiducial/schema';
import { Text } from '@mantine/core';
import type { Metadata } from 'next';
import { type Search, searched } from '../../lib/address';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Bars } from '../../parts/bars';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Facts } from '../../parts/facts';
import { ButtonLink, TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { formatCount } from '../../text/numbers';
import { MakingRun, ThingFrame } from '../thing/thing-frame';
import { ComparingDetector, ComparingDetectors } from './comparing-detectors';
import classes from './reference-set.module.css';
import { RepresentativesSection } from './representatives-section';

const ReferenceSetQuery = graphql(
  `
    query ReferenceSet($id: ID!) {
      node(id: $id) {
        __typename
        ... on ReferenceSet {
          id
          name
          splitName
          layers
          dimensions
          count
          classCounts
          project { id }
          model { id name dataset { classNames } }
          digest
          correctOnly
          medoidSample
          detectors { ...ComparingDetector }
          run { ...MakingRun }
        }
      }
    }
  `,
  [MakingRun, ComparingDetector],
);

interface Props {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: Promise<Search>;
}

const readReferenceSet = async (params: Props['params']) =>
  readNode(ReferenceSetQuery, { id: idOfSegment((await params).id) }, 'ReferenceSet');

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readReferenceSet(params)).name };
}

/** What do we compare with? */
export async function ReferenceSetPage({ params, searchParams }: Props) {
  const set = await readReferenceSet(params);
  const { id, name, run, model, layers, dimensions, classCounts, detectors, project } = set;
  const wanted = searched(await searchParams, 'layer');
  const layer = layers.find((of) => of === wanted) ?? layers.at(-1);
  const fit = (
    <ButtonLink href={paths.launch(project.id, 'detector', { referenceSetId: id })}>
      Fit a detector
    </ButtonLink>
  );
  return (
    <ThingFrame
      name={name}
      kind="Reference set"
      run={run}
      description={
        <>
          activations of <TextLink href={paths.model(model.id)}>{model.name}</TextLink> on its own images
        </>
      }
      next={fit}
    >
      <Facts
        items={[
          ['Images', formatCount(set.count)],
          ['From the split', set.splitName],
          ['Layers', layers.length],
          ['Classes', classCounts.length],
          ['Reference points are made of', set.correctOnly ? 'correctly classified images' : 'all images'],
          [
            'Medoids',
            set.medoidSample === null ? 'exact' : `among ${formatCount(set.medoidSample)} of a class`,
          ],
        ]}
      />
      {set.digest !== null && <Digest digest={set.digest} />}
      <Section
        title="Layers"
        note="each image is one point in each layer; each class has a mean and a most central image"
      >
        <DataTable
          label="Layers"
          rows={layers.map((layer, at) => ({ layer, dimension: dimensions[at] }))}
          rowKey={({ layer }) => layer}
          columns={[
            { title: 'Layer', cell: ({ layer }) => layer },
            { title: 'Features', figures: true, cell: ({ dimension }) => formatCount(dimension) },
          ]}
        />
      </Section>
      {layer !== undefined && <RepresentativesSection id={id} layers={layers} layer={layer} />}
      <Section title="Images of each class">
        <Bars
          label="Images of each class"
          bars={classCounts.map((images, label) => ({
            name: model.dataset.classNames[label] ?? String(label),
            count: images,
          }))}
        />
      </Section>
      <Section title="Detectors that compare with it">
        {detectors.length > 0 ? (
          <ComparingDetectors detectors={detectors} />
        ) : (
          <Empty action={fit}>Detectors fitted with this reference set are listed here.</Empty>
        )}
      </Section>
    </ThingFrame>
  );
}

/** What tells two sets apart: equal ones have equal digests. */
function Digest({ digest }: { digest: string }) {
  return (
    <Text size="sm" c="dimmed" mb="xl" className={classes.digest}>
      Digest (sha256 over its files):{' '}
      <Text component="code" size="xs" ff="monospace" c="var(--mantine-color-text)">
        {digest}
      </Text>
    </Text>
  );
}
