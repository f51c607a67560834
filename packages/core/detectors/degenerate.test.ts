import { beforeAll, expect, test } from 'vitest';
import { tf } from '../tensors';
import { detectors } from '.';
import { type Degenerate, outcome } from './degenerate-bench';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Words of a refusal; or why finite scores are right all the same. */
type Expected = RegExp | { readonly scores: string };

const blind = { scores: 'reads logits or images, no features' };
const ownState = { scores: 'was trained on training rows alone, and compares with no reference set' };
const learnsNothing = { scores: 'learns from no training rows' };
const few = { scores: 'learns from what there is; the run of the fit says of how many rows' };
const countsNone = { scores: 'counts no rows' };
const nearest = {
  scores: 'the nearest images are well defined, with distances of 0 or ties to the lower row',
};

const blindOnes = { maxSoftmax: blind, energy: blind, featureSqueezing: blind, inputClassifier: blind };
const oneClass = (rows: number) =>
  new RegExp(`^reference set: expected images of at least two classes, got ${rows} of class 0$`);
const tooMany = (name: string, rows: number, got: number) =>
  new RegExp(`^${name}: expected 1 to ${rows} \\(the reference images\\), got ${got}$`);
const constant =
  /^features of (deep|shallow): expected values that vary over the \w+ (images|rows), got \d+ equal rows$/;
const notANumber = /^(activations|points) of (deep|shallow).*, row \d+: expected a finite number, got NaN$/;
const oneKind = /^training rows: expected authentic/;

/** Of every detector in the list, what must come of data in which something is wrong: never a number that only looks right. */
const table: Record<Degenerate, Record<string, Expected>> = {
  oneClass: {
    ...blindOnes,
    knnScore: oneClass(60),
    evolutionMap: oneClass(60),
    deepKnn: oneClass(60),
    lid: oneClass(60),
    mahalanobis: oneClass(60),
    kernelDensity: oneClass(60),
    trustScore: oneClass(60),
    layerClassifier: ownState,
  },
  oneReferenceRow: {
    ...blindOnes,
    knnScore: tooMany('k', 1, 10),
    evolutionMap: oneClass(1),
    deepKnn: tooMany('k', 1, 10),
    lid: tooMany('minibatch', 1, 40),
    mahalanobis: oneClass(1),
    kernelDensity: oneClass(1),
    trustScore: oneClass(1),
    layerClassifier: ownState,
  },
  moreThanThereAre: {
    ...blindOnes,
    knnScore: tooMany('k', 60, 61),
    evolutionMap: countsNone,
    deepKnn: tooMany('k', 60, 61),
    lid: tooMany('minibatch', 60, 61),
    mahalanobis: countsNone,
    kernelDensity: countsNone,
    trustScore: countsNone,
    layerClassifier: countsNone,
  },
  constantLayer: {
    ...blindOnes,
    knnScore: constant,
    evolutionMap: /^evolution maps: expected values that vary over the training rows, got 120 equal rows$/,
    deepKnn: constant,
    lid: constant,
    mahalanobis: constant,
    kernelDensity: constant,
    trustScore: constant,
    layerClassifier: constant,
  },
  copiesOfOneImageAClass: {
    ...blindOnes,
    knnScore: nearest,
    evolutionMap: { scores: 'the points of the classes are well defined' },
    deepKnn: nearest,
    lid: /^numbers of the layers: expected values that vary over the training rows, got 120 equal rows$/,
    mahalanobis: /^features of (deep|shallow): expected images of a class that differ, got equal ones$/,
    kernelDensity: /^features of deep: expected images of a class that differ, got equal ones/,
    trustScore: nearest,
    layerClassifier: ownState,
  },
  oneAuthenticTrained: {
    ...blindOnes,
    inputClassifier: few,
    knnScore: learnsNothing,
    evolutionMap: few,
    deepKnn: {
      scores: 'calibrates on one image: a credibility of 0 or 1, as coarse as its definition makes it',
    },
    lid: few,
    mahalanobis: few,
    kernelDensity: learnsNothing,
    trustScore: learnsNothing,
    layerClassifier: few,
  },
  oneAttackedTrained: {
    ...blindOnes,
    inputClassifier: few,
    knnScore: learnsNothing,
    evolutionMap: few,
    deepKnn: learnsNothing,
    lid: few,
    mahalanobis: few,
    kernelDensity: learnsNothing,
    trustScore: learnsNothing,
    layerClassifier: few,
  },
  noneAttackedTrained: {
    ...blindOnes,
    inputClassifier: oneKind,
    knnScore: learnsNothing,
    evolutionMap: oneKind,
    deepKnn: learnsNothing,
    lid: oneKind,
    mahalanobis: oneKind,
    kernelDensity: learnsNothing,
    trustScore: learnsNothing,
    layerClassifier: oneKind,
  },
  noneAuthenticTrained: {
    ...blindOnes,
    inputClassifier: oneKind,
    knnScore: learnsNothing,
    evolutionMap: oneKind,
    deepKnn: /^calibration images: expected at least one, got none$/,
    lid: oneKind,
    mahalanobis: oneKind,
    kernelDensity: learnsNothing,
    trustScore: learnsNothing,
    layerClassifier: oneKind,
  },
  notANumberInReference: {
    ...blindOnes,
    knnScore: notANumber,
    evolutionMap: notANumber,
    deepKnn: notANumber,
    lid: notANumber,
    mahalanobis: notANumber,
    kernelDensity: notANumber,
    trustScore: notANumber,
    layerClassifier: ownState,
  },
  notANumberInTraining: {
    ...blindOnes,
    inputClassifier: notANumber,
    knnScore: learnsNothing,
    evolutionMap: notANumber,
    deepKnn: notANumber,
    lid: notANumber,
    mahalanobis: notANumber,
    kernelDensity: learnsNothing,
    trustScore: learnsNothing,
    layerClassifier: notANumber,
  },
  notANumberInQueries: Object.fromEntries(detectors.map(({ id }) => [id, notANumber])),
};

test.each(Object.keys(table) as Degenerate[])(
  // keys of a literal
  'every detector refuses in words, or gives scores that can be defended: %s',
  async (wrong) => {
    const got: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const detector of detectors) {
      const found = await outcome(detector, wrong);
      const wanted = table[wrong][detector.id];
      expected[detector.id] = wanted instanceof RegExp ? expect.stringMatching(wanted) : 'finite scores';
      if ('refused' in found) got[detector.id] = found.refused;
      else got[detector.id] = found.scores.every(Number.isFinite) ? 'finite scores' : found.scores;
    }
    expect(got).toEqual(expected);
    // A detector that is added says what comes of each.
    expect(Object.keys(table[wrong]).sort()).toEqual(detectors.map(({ id }) => id).sort());
  },
  60_000,
);
