import { type LaunchField, plainParameter } from '../launch-fields';

/** What people will call what is made. */
export const name: LaunchField = {
  kind: 'words',
  name: 'name',
  title: 'Name',
  description: 'What people will call it. Left empty, it gets a telling one.',
};

/** What everything random depends on. */
export const seed = plainParameter('seed', 'INTEGER', {
  description: 'Decides everything random: the same seed gives the same result.',
  default: 0,
  minimum: 0,
});

/** When it is its turn among the runs of the team; every launch has it. */
export const priority: LaunchField = plainParameter('priority', 'CHOICE', {
  description: 'Which runs of your team are taken first. The turns of other teams do not depend on it.',
  default: 'NORMAL',
  options: ['HIGH', 'NORMAL', 'LOW'],
});

/** A data set to work on. */
export const dataset: LaunchField = {
  kind: 'thing',
  of: 'datasets',
  name: 'datasetId',
  title: 'Data set',
  description: 'Its train split is learned from, its test split is kept for the study.',
};

/** A model to work on. */
export const model: Extract<LaunchField, { kind: 'thing' }> = {
  kind: 'thing',
  of: 'models',
  name: 'modelId',
  title: 'Model',
  description: 'The classifier that is attacked and watched.',
};

/** A part of the data set, by its name. */
export const split = (description: string): LaunchField => ({
  kind: 'words',
  name: 'splitName',
  title: 'Split',
  description,
});

/** How many images of a part, by the name of the field. */
export const images = (of: string, count: number, minimum: number) =>
  plainParameter(of, 'INTEGER', { description: countWords[of] ?? '', default: count, minimum });

const countWords: Readonly<Record<string, string>> = {
  train: 'Images that detectors learn from.',
  validation: 'Images that choose an epoch and set thresholds.',
  test: 'Images that evaluations are made on.',
  maxErrors: 'Misclassified images kept apart, at most.',
};

/** How many images of a part, where a protocol has a number of its own. */
export const protocolImages = (of: string) =>
  plainParameter(of, 'INTEGER', {
    description: `${countWords[of]} Left empty, as many as the protocol has.`,
    minimum: 1,
  });

/** The training activations to compare with. */
export const referenceSet: LaunchField = {
  kind: 'thing',
  of: 'referenceSets',
  name: 'referenceSetId',
  title: 'Reference set',
  description: 'The training activations to compare with.',
};

/** A sample of the model whose reference set is chosen. */
export const sampleOfModel = (description: string): LaunchField => ({
  kind: 'thing',
  of: 'samples',
  name: 'sampleId',
  title: 'Sample',
  description,
  fits: (sample, { referenceSetId }) => !referenceSetId || sample.modelId === referenceSetId.modelId,
});
