import { graphql } from '@fiducial/schema';
import type { Metadata } from 'next';
import { isMatrix } from '../../lib/matrix';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { ButtonLink, TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { ConfusionMatrix } from '../thing/confusion-matrix';
import { MakingRun, ThingFrame } from '../thing/thing-frame';
import { MadeOfModel, ThingsOfModel } from './made-of-model';
import { InputContract, Limitations, ModelContract, ModelFigures } from './model-contract';
import { DisturbanceSection, ModelDisturbance } from './model-disturbance';
import { ModelLayers } from './model-layer-fields';
import { LayersSection } from './model-layers';

const ModelQuery = graphql(
  `
    query Model($id: ID!) {
      node(id: $id) {
        __typename
        ... on Model {
          id
          name
          confusion
          project { id }
          dataset { id name classNames }
          run { ...MakingRun }
          ...ModelContract
          ...ModelLayers
          ...ModelDisturbance
          ...MadeOfModel
        }
      }
    }
  `,
  [MakingRun, ModelContract, ModelLayers, ModelDisturbance, MadeOfModel],
);

interface Props {
  readonly params: Promise<{ id: string }>;
}

const readModel = async (params: Props['params']) =>
  readNode(ModelQuery, { id: idOfSegment((await params).id) }, 'Model');

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readModel(params)).name };
}

/** What are we attacking? */
export async function ModelPage({ params }: Props) {
  const model = await readModel(params);
  const { id, name, run, dataset, project, confusion } = model;
  return (
    <ThingFrame
      name={name}
      kind="Model"
      run={run}
      description={
        <>
          trained on <TextLink href={paths.dataset(dataset.id)}>{dataset.name}</TextLink>
        </>
      }
      next={
        <ButtonLink href={paths.launch(project.id, 'sample', { modelId: id })}>
          Draw a sample to attack
        </ButtonLink>
      }
    >
      <Limitations model={model} />
      <ModelFigures model={model} />
      <InputContract model={model} />
      <LayersSection model={model} />
      <DisturbanceSection model={model} />
      {isMatrix(confusion) && (
        <Section title="Confusion matrix" note="on the test split">
          <ConfusionMatrix counts={confusion} classNames={dataset.classNames} />
        </Section>
      )}
      <ThingsOfModel model={model} />
    </ThingFrame>
  );
}
