import type { AttackPlan, DetectorPlan } from '../test-bed/plan-bed';
import { type AtHand, defineProtocol, sizesDeparture } from './define-protocol';

const mostNeighbors = 1000;
const searched = { searches: 4, steps: 15, target: 'random' };
const epsilons = [4 / 255, 8 / 255];

const attackPlans: readonly AttackPlan[] = [
  { attack: 'lbfgs', title: 'L-BFGS', parameters: searched, epsilons: [] },
  { attack: 'fgsm', title: 'FGSM', parameters: {}, epsilons },
  { attack: 'bim', title: 'Iterated FGSM', parameters: { stepSize: 1 / 255, steps: 10 }, epsilons },
  { attack: 'randomNoise', title: 'Random noise', parameters: {}, epsilons: [8 / 255] },
];

/** Our layers that stand where the paper's did, in the middle, at the last convolution and after it; and k. */
function choicesFor({
  model,
  dataset,
}: AtHand): Readonly<Record<'middle' | 'last' | 'after', string>> & { k: number } {
  const taps = model?.taps ?? [];
  const at = (place: number) => taps[Math.max(0, Math.min(taps.length - 1, place))] ?? '';
  return {
    middle: at(Math.floor(0.6 * (taps.length - 2))),
    last: at(taps.length - 2),
    after: at(taps.length - 1),
    k: Math.min(mostNeighbors, dataset.smallestClass),
  };
}

const detectorPlans = (atHand: AtHand): DetectorPlan[] => {
  const { middle, last, after, k } = choicesFor(atHand);
  const knn = (id: string, layer: string, preprocessing: string, weighting: string): DetectorPlan => ({
    id,
    title: `kNN ${layer}, ${preprocessing}, ${weighting}, k ${k}`,
    method: 'knnScore',
    parameters: { layer, preprocessing, weighting, k },
  });
  return [
    knn('last/whitened', last, 'pcaWhitening', 'distance'),
    knn('after/plain', after, 'none', 'uniform'),
    knn('middle/pca', middle, 'pca', 'distance'),
    knn('last/pca', last, 'pca', 'distance'),
  ];
};

/** The kNN score on ImageNet, judged by accuracy at the equal-error threshold. */
export const carraraMtap2018 = defineProtocol({
  id: 'carrara-mtap-2018',
  title: 'Adversarial image detection in deep neural networks (2018)',
  summary:
    'The kNN score of single layers against L-BFGS, FGSM and iterated FGSM, by accuracy at equal error.',
  source: 'https://doi.org/10.1007/s11042-018-5853-4',
  model: 'given',
  sizes: { train: 20, validation: 40, test: 100 },
  measure: 'equalErrorAccuracy',
  bed: (atHand) => ({
    seed: atHand.seed,
    givenTaps: atHand.model?.taps ?? [],
    sizes: atHand.sizes,
    attacks: attackPlans,
    detectors: detectorPlans(atHand),
  }),
  departures: (atHand) => {
    const { middle, last, after, k } = choicesFor(atHand);
    return [
      `The network is ${atHand.model?.name}, in the paper OverFeat and Inception-v3; ${last} stands where pool5 and mixed_7c stood, ${middle} for mixed_6d, ${after} for fc6.`,
      `The images are ${atHand.dataset.name}, and predictions are among its ${atHand.dataset.classes} classes; in the paper ImageNet with all 1,000 classes.`,
      ...(k < mostNeighbors
        ? [`k is ${k}, the reference images of the smallest class, in the paper ${mostNeighbors}.`]
        : []),
      ...sizesDeparture(atHand.sizes, null),
      'The strengths of FGSM in the paper are not confirmed: here 4 and 8 of 255 of the pixel range, iterated in 10 steps of 1 of 255.',
      'L-BFGS tries 4 constants with 15 evaluations each, to fit two cores.',
      'Images changed by random noise are a control of their own here, in the paper they count as authentic.',
    ];
  },
  published: [
    {
      detector: 'last/whitened',
      label: 'OverFeat pool5, PCA and whitening, distance',
      values: { lbfgs: 0.865, fgsm: 0.835, all: 0.85 },
    },
    {
      detector: 'after/plain',
      label: 'OverFeat fc6, none, uniform',
      values: { lbfgs: 0.764, fgsm: 0.888, all: 0.822 },
    },
    {
      detector: 'middle/pca',
      label: 'Inception-v3 mixed_6d, PCA, distance',
      values: { fgsm: 0.716, bim: 0.85, all: 0.792 },
    },
    {
      detector: 'last/pca',
      label: 'Inception-v3 mixed_7c, PCA, distance',
      values: { fgsm: 0.745, bim: 0.528, all: 0.622 },
    },
  ],
  publishedNote:
    'Published figures are accuracies at the equal-error threshold on ImageNet; where a cell is empty, the paper did not try the attack on that network.',
});
