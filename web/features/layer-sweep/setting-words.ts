import { methodFields } from '../launch/method-fields';

/** A setting of the kNN score. */
export interface Setting {
  readonly layer: string;
  readonly preprocessing: string;
  readonly weighting: string;
  readonly k: number;
}

const preprocessingTitles: Readonly<Record<string, string>> = {
  none: 'as they are',
  l2: 'of length 1',
  pca: 'PCA',
  pcaWhitening: 'PCA, whitened',
};

const weightingTitles: Readonly<Record<string, string>> = {
  uniform: 'uniform',
  rank: '1 / rank',
  distance: '1 / distance²',
};

/** What is done to features first, where "Features" stands before or above it. */
export function preprocessingTitle(preprocessing: string): string {
  return preprocessingTitles[preprocessing] ?? preprocessing;
}

/** What a neighbor counts, where "Weights" stands before or above it. */
export function weightingTitle(weighting: string): string {
  return weightingTitles[weighting] ?? weighting;
}

/** What is done to features first, by itself: "features as they are", "PCA". */
export function preprocessingInWords(preprocessing: string): string {
  const title = preprocessingTitle(preprocessing);
  return title.startsWith('PCA') ? title : `features ${title}`;
}

/** What a neighbor counts, by itself: "weights 1 / rank". */
export function weightingInWords(weighting: string): string {
  return weighting === 'uniform' ? 'uniform weights' : `weights ${weightingTitle(weighting)}`;
}

/** A setting in a line: "conv4, weights 1 / rank, k 20"; features as they are go without saying. */
export function settingInWords({ layer, preprocessing, weighting, k }: Setting): string {
  const parts = [
    layer,
    ...(preprocessing === 'none' ? [] : [preprocessingInWords(preprocessing)]),
    weightingInWords(weighting),
  ];
  return `${parts.join(', ')}, k\u00a0${k}`;
}

/** Fields of the form that makes a detector of a setting, as the form's address takes them. */
export function detectorFields({ layer, preprocessing, weighting, k }: Setting): Record<string, string> {
  return methodFields('detector', 'knnScore', { layer, preprocessing, weighting, k });
}
