import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { paths } from '../../lib/paths';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { ThingName } from '../../parts/thing-name';
import { DisturbancePanel } from '../layer-sweep/disturbance-panel';
import { Disturbances } from '../layer-sweep/disturbance-rows';

/** How far attacks move each layer of a model, from the layer sweeps of it. */
export const ModelDisturbance = graphql(
  `
    fragment ModelDisturbance on Model {
      id
      name
      project { id }
      layerSweeps { __typename id name ready run { id status } ...Disturbances }
    }
  `,
  [Disturbances],
);

/** How far each attack moves each layer: of the newest layer sweep that is there, with the others named. */
export function DisturbanceSection({ model }: { model: FragmentOf<typeof ModelDisturbance> }) {
  const { id, name, project, layerSweeps } = readFragment(ModelDisturbance, model);
  const shown = layerSweeps.find(({ ready }) => ready);
  const others = layerSweeps.filter((sweep) => sweep !== shown);
  const action = (
    <ButtonLink href={paths.launch(project.id, 'layer-sweep', { modelId: id })} variant="default" size="xs">
      Sweep the layers
    </ButtonLink>
  );
  return (
    <Section title="How far attacks move each layer" actions={layerSweeps.length > 0 && action}>
      {layerSweeps.length === 0 && (
        <Empty action={action}>
          A layer sweep shows how far each attack moves each layer, and which of them tells attacks best.
        </Empty>
      )}
      {shown && (
        <>
          <Text mb="md">
            From <ThingName thing={shown} />, the newest of its layer sweeps.
          </Text>
          <DisturbancePanel name={name} sweep={shown} over="successful" />
        </>
      )}
      {others.length > 0 && (
        <Text size="sm" mt="md">
          {shown ? 'Other sweeps: ' : 'On its way: '}
          {others.map((sweep, at) => (
            <span key={sweep.id}>
              {at > 0 && ', '}
              <ThingName thing={sweep} />
            </span>
          ))}
        </Text>
      )}
    </Section>
  );
}
