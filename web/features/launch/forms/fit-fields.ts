import type { LaunchField } from '../launch-fields';
import type { LaunchOptions } from '../launch-options';
import { referenceSet, sampleOfModel } from './common-fields';

/** Attack sets on the chosen sample that are on all of its images. */
const trainingSets = {
  kind: 'things',
  of: 'attackSets',
  name: 'trainOn',
  fits: (set, { sampleId }) => set.control !== true && set.testOnly !== true && set.sampleId === sampleId?.id,
} as const satisfies Partial<LaunchField>;

/** What a detector is fitted to. */
export const fitFields = (methods: LaunchOptions['methods']): readonly LaunchField[] => [
  referenceSet,
  sampleOfModel('The images to fit with; of the same model.'),
  {
    kind: 'choice',
    name: 'detector',
    title: 'Detector',
    description: 'How inputs are scored.',
    variants: methods.detector,
  },
  {
    ...trainingSets,
    title: 'Attack sets to learn from',
    description:
      'Attacks on the sample. What is left out here shows how the detector does on attacks unseen.',
    onlyWhen: 'learning',
  },
  {
    ...trainingSets,
    title: 'Attack sets to set thresholds on',
    description:
      'Attacks on the sample. The score learns nothing from them; thresholds by equal error and by Youden need some.',
    optional: true,
    onlyWhen: 'notLearning',
  },
];
