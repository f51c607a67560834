import { type FragmentOf, graphql, type ResultOf, readFragment } from '@fiducial/schema';
import { LayersTable } from './layers-table';

/** Layers in forward order. */
export const ModelLayers = graphql(`
  fragment ModelLayers on Model {
    id
    project { id }
    taps
    layers { name className outputShape parameters tap }
  }
`);

/** A layer as its table shows it. */
export type ModelLayer = ResultOf<typeof ModelLayers>['layers'][number];

/** Layers with output shape and number of weights; of the taps one chooses those that a reference set is to keep. */
export function LayersSection({ model }: { model: FragmentOf<typeof ModelLayers> }) {
  const { id, project, layers, taps } = readFragment(ModelLayers, model);
  return <LayersTable modelId={id} projectId={project.id} layers={layers} taps={taps} />;
}
