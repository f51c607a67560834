import { type FragmentOf, readFragment } from '@fiducial/schema';
import { LayersTable } from './layers-table';
import { ModelLayers } from './model-layer-fields';

/** Layers with output shape and number of weights; of the taps one chooses those that a reference set is to keep. */
export function LayersSection({ model }: { model: FragmentOf<typeof ModelLayers> }) {
  const { id, project, layers, taps } = readFragment(ModelLayers, model);
  return <LayersTable modelId={id} projectId={project.id} layers={layers} taps={taps} />;
}
