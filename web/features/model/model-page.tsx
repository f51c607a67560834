import { graphql } from '@fiducial/schema';
import { Alert, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Facts } from '../../parts/facts';
import { ButtonLink, TextLink } from '../../parts/links';
import { valueInWords } from '../../parts/parameter-list';
import { Section } from '../../parts/section';
import { type NamedThing, ThingName } from '../../parts/thing-name';
import { formatCount, formatShare } from '../../text/numbers';
import { AttackSetRow, AttackSetsTable } from '../attack-set/attack-sets-table';
import type { LaunchId } from '../launch/launch-titles';
import { DisturbancePanel } from '../layer-sweep/disturbance-panel';
import { Disturbances } from '../layer-sweep/disturbance-rows';
import { ConfusionMatrix } from '../thing/confusion-matrix';
import { MakingRun, ThingFrame } from '../thing/thing-frame';
import { ThingsTable } from '../thing/things-table';

const ModelQuery = graphql(
  `
    query Model($id: ID!) {
      node(id: $id) {
        __typename
        ... on Model {
          id
          name
          bounds
          taps
          format
          limitations { code message }
          cleanAccuracy
          confusion
          layers { name className outputShape parameters tap }
          project { id }
          dataset { id name classNames }
          samples { __typename id name run { id status } }
          attackSets { __typename id name run { id status } ...AttackSetRow }
          referenceSets { __typename id name run { id status } }
          detectors { __typename id name run { id status } }
          layerSweeps { __typename id name ready run { id status } ...Disturbances }
          run { ...MakingRun }
        }
      }
    }
  `,
  [MakingRun, AttackSetRow, Disturbances],
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
  const { id, name, run, dataset, layers, bounds, taps, project } = model;
  const newestSweep = model.layerSweeps.find(({ ready }) => ready);
  const weights = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  const launch = (form: LaunchId, words: string) => (
    <ButtonLink href={paths.launch(project.id, form, { modelId: id })} variant="default" size="xs">
      {words}
    </ButtonLink>
  );
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
      actions={
        <ButtonLink href={paths.launch(project.id, 'sample', { modelId: id })}>
          Draw a sample to attack
        </ButtonLink>
      }
    >
      {model.limitations.length > 0 && (
        <Alert
          color="gray"
          icon={<IconInfoCircle aria-hidden="true" />}
          title="What cannot be done with it"
          mb="xl"
        >
          {model.limitations.map(({ code, message }) => (
            <Text key={code} size="sm" mt={4}>
              {message}
            </Text>
          ))}
        </Alert>
      )}
      <Facts
        items={[
          ['Format', model.format === 'GRAPH' ? 'graph, frozen for inference' : 'layers'],
          ['Clean accuracy, test split', formatShare(model.cleanAccuracy)],
          ['Weights', formatCount(weights)],
          ['Range of input values', bounds.map(valueInWords).join(' to ')],
          ['Layers whose activations are kept', taps.join(', ')],
        ]}
      />
      <Section title="Layers" note="in forward order">
        <DataTable
          label="Layers"
          rows={layers}
          rowKey={(layer) => layer.name}
          columns={[
            { title: 'Layer', cell: (layer) => layer.name },
            { title: 'Kind', cell: ({ className }) => className },
            { title: 'Output shape', figures: true, cell: ({ outputShape }) => outputShape.join(' × ') },
            { title: 'Weights', figures: true, cell: ({ parameters }) => formatCount(parameters) },
            {
              title: 'Activations',
              cell: ({ tap }) => (tap ? 'kept' : '–'),
            },
          ]}
        />
      </Section>
      <Things
        title="How far attacks move each layer"
        action={launch('layer-sweep', 'Sweep the layers')}
        things={model.layerSweeps}
        empty="A layer sweep shows how far each attack moves each layer, and which of them tells attacks best."
      >
        {newestSweep ? (
          <>
            <Text mb="md">
              From <ThingName thing={newestSweep} />, the newest of its layer sweeps.
            </Text>
            <DisturbancePanel name={name} sweep={newestSweep} over="successful" />
          </>
        ) : undefined}
      </Things>
      {isMatrix(model.confusion) && (
        <Section title="Confusion matrix">
          <ConfusionMatrix counts={model.confusion} classNames={dataset.classNames} />
        </Section>
      )}
      <Things
        title="Attack sets"
        action={launch('attack', 'Attack it')}
        things={model.attackSets}
        empty="Attacks on this model."
      >
        <AttackSetsTable sets={model.attackSets} />
      </Things>
      <Things
        title="Samples"
        action={launch('sample', 'Draw a sample')}
        things={model.samples}
        empty="Correctly classified images drawn for attacks."
      />
      <Things
        title="Reference sets"
        action={launch('reference-set', 'Build one')}
        things={model.referenceSets}
        empty="Activations of the model’s own training images."
      />
      <Things
        title="Detectors"
        action={launch('detector', 'Fit a detector')}
        things={model.detectors}
        empty="Detectors that watch this model."
      />
    </ThingFrame>
  );
}

function Things(props: {
  title: string;
  action: ReactNode;
  things: readonly NamedThing[];
  empty: string;
  children?: ReactNode;
}) {
  const { title, action, things, empty, children } = props;
  return (
    <Section title={title} actions={things.length > 0 && action}>
      {things.length === 0 && <Empty action={action}>{empty}</Empty>}
      {things.length > 0 && (children ?? <ThingsTable label={title} column="Name" things={things} />)}
    </Section>
  );
}

/** The API gives the matrix as JSON. */
function isMatrix(value: unknown): value is number[][] {
  return Array.isArray(value) && value.every((row) => Array.isArray(row));
}
