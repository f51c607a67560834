/** What people call the kinds of runs. */
export const kindTitles: Readonly<Record<string, string>> = {
  importDataset: 'Import data set',
  trainModel: 'Train model',
  registerModel: 'Register model',
  drawSample: 'Draw sample',
  attack: 'Attack',
  buildReferenceSet: 'Build reference set',
  fitDetector: 'Fit detector',
  evaluate: 'Evaluate detector',
};
