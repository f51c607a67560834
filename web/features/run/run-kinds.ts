/** Kind of a run that people log from their own code. */
export const loggedKind = 'logged';

/** Kinds of runs that a list can be narrowed to, with the words that the server uses for them. */
export const runKinds = [
  { kind: 'importDataset', title: 'Import data set' },
  { kind: 'trainModel', title: 'Train model' },
  { kind: 'registerModel', title: 'Register model' },
  { kind: 'drawSample', title: 'Draw sample' },
  { kind: 'attack', title: 'Attack' },
  { kind: 'buildReferenceSet', title: 'Build reference set' },
  { kind: 'fitDetector', title: 'Fit detector' },
  { kind: 'evaluate', title: 'Evaluate detector' },
  { kind: 'attackDetector', title: 'Attack detector' },
  { kind: 'sweepLayers', title: 'Sweep layers' },
  { kind: 'recountLayers', title: 'Sweep other k' },
  { kind: loggedKind, title: 'Logged run' },
] as const;
