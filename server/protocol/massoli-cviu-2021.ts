import { usualSizes } from '../test-bed/plan-bed';
import { mapDetectors, signedAttacks } from '../test-bed/standard-plan';
import { defineProtocol, sizesDeparture } from './define-protocol';
import { facesNote, publishedFaces } from './published-faces';

/** The small beds of the face detector's paper: reference points of correctly classified images only. */
export const massoliCviu2021 = defineProtocol({
  id: 'massoli-cviu-2021',
  title: 'Detection of face recognition adversarial attacks (2021), small beds',
  summary:
    'Evolution maps over reference points of correctly classified images: MNIST with the standard CNN, or CIFAR-10 with a given network.',
  source: 'https://doi.org/10.1016/j.cviu.2020.103103',
  model: 'either',
  sizes: usualSizes,
  measure: 'macroAuc',
  bed: ({ seed, model, sizes }) => ({
    seed,
    givenTaps: model?.taps ?? null,
    sizes,
    attacks: signedAttacks(1 / 255),
    detectors: mapDetectors(),
    correctOnly: true,
  }),
  departures: ({ model, dataset, sizes }) => [
    ...(model
      ? [
          `The network is ${model.name} with ${model.taps.length} taps, in the paper WRN-34-10 with 16.`,
          `The images are ${dataset.name}; images that the network was trained on make its clean accuracy and the detectors’ figures better than on unseen ones.`,
        ]
      : [`The images are ${dataset.name}, the network is the standard CNN with its 5 taps.`]),
    ...sizesDeparture(sizes, usualSizes),
    'Attacks and their strengths in the paper’s small beds are not confirmed: here those of the standard test bed, untargeted, 20, 40, 60 and 80 of 255 of the pixel range.',
  ],
  published: publishedFaces,
  publishedNote: `Figures of the small beds are not confirmed. ${facesNote}`,
});
