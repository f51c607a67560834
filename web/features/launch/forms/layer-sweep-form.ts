import { plainParameter } from '../launch-fields';
import { name, referenceSet, sampleOfModel, seed } from './common-fields';
import type { LaunchFormPlan } from './launch-form-plan';
import { kRange } from './neighbor-range';

/** Sweep the layers. */
export const layerSweepForm: LaunchFormPlan = {
  mutation: 'sweepLayers',
  makes: 'LayerSweep',
  words:
    'Tries all settings in one sweep: judges the kNN score in every layer, with every preprocessing, weighting and k, from neighbors that are looked up once; and shows how far attacks move each layer.',
  fields: () => [
    referenceSet,
    sampleOfModel(
      'Settings are chosen on its validation images and reported on its test images; of the same model.',
    ),
    {
      kind: 'things',
      of: 'attackSets',
      name: 'attackSetIds',
      title: 'Attacks and controls',
      description: 'On all images of the sample. Attacks count over their successful adversarials.',
      fits: (set, { sampleId }) => set.testOnly !== true && set.sampleId === sampleId?.id,
    },
    plainParameter('layers', 'LAYERS', {
      description: 'Layers to sweep. None chosen means all.',
      default: [],
    }),
    plainParameter('preprocessings', 'LAYERS', {
      description: 'What is done to features before they are compared. None chosen means all four.',
      default: [],
      options: ['none', 'l2', 'pca', 'pcaWhitening'],
    }),
    ...kRange,
    name,
    seed,
  ],
};
