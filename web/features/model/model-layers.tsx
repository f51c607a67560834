import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { Badge } from '@mantine/core';
import { DataTable } from '../../parts/data-table';
import { Section } from '../../parts/section';
import { formatCount, formatShare } from '../../text/numbers';

/** Layers in forward order. */
export const ModelLayers = graphql(`
  fragment ModelLayers on Model {
    taps
    layers { name className outputShape parameters tap }
  }
`);

/** Layers with output shape and number of weights; the taps stand out by a word. */
export function LayersSection({ model }: { model: FragmentOf<typeof ModelLayers> }) {
  const { layers, taps } = readFragment(ModelLayers, model);
  const all = Math.max(
    1,
    layers.reduce((sum, { parameters }) => sum + parameters, 0),
  );
  return (
    <Section
      title="Layers"
      note={`in forward order; activations are kept of ${taps.length} of ${layers.length}, its taps`}
    >
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
            title: 'Of all weights',
            figures: true,
            cell: ({ parameters }) => (parameters > 0 ? formatShare(parameters / all) : '–'),
          },
          {
            title: 'Activations',
            cell: ({ tap }) =>
              tap ? (
                <Badge variant="light" tt="none" fw={500}>
                  tap
                </Badge>
              ) : (
                'not kept'
              ),
          },
        ]}
      />
    </Section>
  );
}
