import { type AttackPlan, usualSizes } from '../test-bed/plan-bed';
import { mapDetectors, signedAttacks } from '../test-bed/standard-plan';
import { defineProtocol, sizesDeparture } from './define-protocol';
import { facesNote, publishedFaces } from './published-faces';

/** Mean over the channels of the deviations that normalized space divides by: 0.229, 0.224, 0.225. */
const meanDeviation = 0.226;

const lbfgs: AttackPlan = {
  attack: 'lbfgs',
  title: 'L-BFGS',
  parameters: { searches: 5, steps: 20, target: 'random' },
  epsilons: [],
};

/** The evolution map through all layers, judged by macro-AUC. */
export const carraraEccvw2018 = defineProtocol({
  id: 'carrara-eccvw-2018',
  title: 'Adversarial examples detection in features distance spaces (2018)',
  summary: 'Evolution maps with an LSTM against L-BFGS, FGSM, BIM, PGD and MI-FGSM, by macro-AUC.',
  source: 'https://doi.org/10.1007/978-3-030-11012-3_26',
  model: 'given',
  sizes: usualSizes,
  measure: 'macroAuc',
  bed: ({ seed, model, sizes }) => ({
    seed,
    givenTaps: model?.taps ?? [],
    sizes,
    attacks: [lbfgs, ...signedAttacks(meanDeviation / 255)],
    detectors: mapDetectors(),
  }),
  departures: ({ model, dataset, sizes }) => [
    `The network is ${model?.name} with ${model?.taps.length} taps, in the paper ResNet-50 with 17.`,
    `The images are ${dataset.name}, in the paper ImageNet. Where the test images are training images of the network, as those of a CIFAR-10 training batch are for a network trained on CIFAR-10, its clean accuracy and the detectors’ figures are better than on unseen ones.`,
    ...sizesDeparture(sizes, usualSizes),
    'Epsilons are 20, 40, 60 and 80 of 255 in normalized space as in the paper, carried to pixels by the mean deviation 0.226 of the channels: about 4.5, 9, 13.6 and 18.1 of 255.',
    'L-BFGS goes to one random class as in the paper; it tries 5 constants with 20 evaluations each, to fit two cores.',
  ],
  published: publishedFaces,
  publishedNote: `No table of this paper is confirmed. ${facesNote}`,
});
