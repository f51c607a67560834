import { graphql } from '@fiducial/schema';
import type { Metadata } from 'next';
import type { Search } from '../../lib/address';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Facts } from '../../parts/facts';
import { ButtonLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { type NamedThing, ThingName } from '../../parts/thing-name';
import { formatCount, formatShare } from '../../text/numbers';
import { DatasetImages } from '../thing/dataset-images';
import { MakingRun, ThingFrame } from '../thing/thing-frame';
import { ClassBalance, ClassCounts } from './class-balance';
import { DuplicateDetails, DuplicatesSection } from './duplicates-section';
import { SplitFields, SplitsSection } from './splits-section';

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
          splits { name count classCounts }
          duplicates { count }
          ...ClassCounts
          ...SplitFields
          ...DuplicateDetails
          models { __typename id name cleanAccuracy run { id status } }
          run { ...MakingRun }
        }
      }
    }
  `,
  [MakingRun, ClassCounts, SplitFields, DuplicateDetails],
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
  const { id, name, description, run, project } = dataset;
  return (
    <ThingFrame
      name={name}
      kind="Data set"
      description={description}
      run={run}
      next={
        <ButtonLink href={paths.launch(project.id, 'model', { datasetId: id })}>Train a model</ButtonLink>
      }
      actions={
        <ButtonLink href={paths.launch(project.id, 'test-bed', { datasetId: id })} variant="default">
          Run the standard test bed
        </ButtonLink>
      }
    >
      <Facts
        items={[
          ['Images', formatCount(dataset.itemCount)],
          ['Height × width × channels', dataset.inputShape.join(' × ')],
          ['Classes', dataset.classNames.length],
          ['Images in both splits', formatCount(dataset.commonItems)],
          ['Like an earlier image', formatCount(dataset.duplicates?.count)],
        ]}
      />
      <ClassBalance dataset={dataset} />
      <DatasetImages dataset={dataset} search={await searchParams} />
      <SplitsSection dataset={dataset} />
      <DuplicatesSection dataset={dataset} />
      <TrainedModels projectId={project.id} datasetId={id} models={dataset.models} />
    </ThingFrame>
  );
}

/** Classifiers trained on its images, or how to train one. */
function TrainedModels({
  projectId,
  datasetId,
  models,
}: {
  projectId: string;
  datasetId: string;
  models: readonly (NamedThing & { readonly cleanAccuracy: number | null })[];
}) {
  const train = <ButtonLink href={paths.launch(projectId, 'model', { datasetId })}>Train a model</ButtonLink>;
  return (
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
        <Empty action={train}>Classifiers trained on these images are listed here.</Empty>
      )}
    </Section>
  );
}
