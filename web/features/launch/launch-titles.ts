/** What can be launched: its name in addresses, what is made, and the button that makes it. */
export const launchTitles = [
  { id: 'dataset', noun: 'Data set', title: 'Import a data set', action: 'Import it' },
  { id: 'test-bed', noun: 'Standard test bed', title: 'Run the standard test bed', action: 'Start it' },
  { id: 'model', noun: 'Model', title: 'Train a model', action: 'Train it' },
  {
    id: 'uploaded-model',
    noun: 'Model from files',
    title: 'Register a model of your own',
    action: 'Register it',
  },
  { id: 'sample', noun: 'Sample', title: 'Draw a sample', action: 'Draw it' },
  { id: 'attack', noun: 'Attack set', title: 'Attack a model', action: 'Start the attack' },
  { id: 'reference-set', noun: 'Reference set', title: 'Build a reference set', action: 'Build it' },
  { id: 'detector', noun: 'Detector', title: 'Fit a detector', action: 'Fit it' },
  { id: 'evaluation', noun: 'Evaluation', title: 'Evaluate a detector', action: 'Evaluate it' },
] as const;

export type LaunchId = (typeof launchTitles)[number]['id'];
