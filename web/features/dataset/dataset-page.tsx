import { graphql } from '@fiducial/schema';
import { Text } from '@mantine/core';
import type { Metadata } from 'next';
import type { Search } from '../../lib/address';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Bars } from '../../parts/bars';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Facts } from '../../parts/facts';
import { ButtonLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { ThingName } from '../../parts/thing-name';
import { counted } from '../../text/names';
import { formatCount, formatShare } from '../../text/numbers';
import { DatasetImages } from '../thing/dataset-images';
import { MakingRun, ThingFrame } from '../thing/thing-frame';

const DatasetQuery = graphql(
  `
    query Dataset($id: ID!) {
      node(id: $id) {
        __typename
        ... on Dataset {
          id
          name
          description
          inputShape
          classNames
          itemCount
          commonItems
          project { id }
          splits { name count digest classCounts }
          models { __typename id name cleanAccuracy run { id status } }
          run { ...MakingRun }
        }
      }
    }
  `,
  [MakingRun],
);

interface Props {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: Promise<Search>;
}

const readDataset = async (params: Props['params']) =>
  readNode(DatasetQuery, { id: idOfSegment((await params).id) }, 'Dataset');

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readDataset(params)).name };
}

/** What is in it? */
export async function DatasetPage({ params, searchParams }: Props) {
  const dataset = await readDataset(params);
  const { id, name, description, run, splits, classNames, models, project } = dataset;
  return (
    <ThingFrame
      name={name}
      kind="Data set"
      description={description}
      run={run}
      actions={
        <>
          <ButtonLink href={paths.launch(project.id, 'test-bed', { datasetId: id })} variant="default">
            Run the standard test bed
          </ButtonLink>
          <ButtonLink href={paths.launch(project.id, 'model', { datasetId: id })}>Train a model</ButtonLink>
        </>
      }
    >
      <Facts
        items={[
          ['Images', formatCount(dataset.itemCount)],
          ['Height × width × channels', dataset.inputShape.join(' × ')],
          ['Classes', classNames.length],
          ['Test images that are also training images', disjointness(dataset.commonItems)],
        ]}
      />
      <Section title="Splits">
        <DataTable
          label="Splits"
          rows={splits}
          rowKey={(split) => split.name}
          columns={[
            { title: 'Split', cell: (split) => split.name },
            { title: 'Images', figures: true, cell: ({ count }) => formatCount(count) },
            {
              title: 'sha256 over its images and labels',
              cell: ({ digest }) => (
                <Text component="code" size="xs" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
                  {digest}
                </Text>
              ),
            },
          ]}
        />
      </Section>
      <DatasetImages dataset={dataset} search={await searchParams} />
      {splits[0] && (
        <Section title="Class balance" note={`images of each class in ${splits[0].name}`}>
          <Bars
            label={`Images of each class in ${splits[0].name}`}
            bars={splits[0].classCounts.map((count, label) => ({
              name: classNames[label] ?? String(label),
              count,
            }))}
          />
        </Section>
      )}
      <Section title="Models trained on it">
        {models.length > 0 ? (
          <DataTable
            label="Models"
            rows={models}
            rowKey={(model) => model.id}
            columns={[
              { title: 'Model', cell: (model) => <ThingName thing={model} /> },
              {
                title: 'Clean accuracy',
                figures: true,
                cell: ({ cleanAccuracy }) => formatShare(cleanAccuracy),
              },
            ]}
          />
        ) : (
          <Empty
            action={
              <ButtonLink href={paths.launch(project.id, 'model', { datasetId: id })}>
                Train a model
              </ButtonLink>
            }
          >
            Classifiers trained on these images are listed here.
          </Empty>
        )}
      </Section>
    </ThingFrame>
  );
}

function disjointness(common: number | null): string {
  if (common === null) return 'not counted';
  return common === 0 ? '0: the splits are disjoint' : counted(common, 'image');
}
