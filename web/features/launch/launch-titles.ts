/** What can be launched: its name in addresses, its title, and the button that starts it. */
export const launchTitles = [
  { id: 'dataset', title: 'Import a data set', action: 'Import it' },
  { id: 'test-bed', title: 'Run the standard test bed', action: 'Start it' },
  { id: 'protocol', title: 'Run a published protocol', action: 'Start it' },
  { id: 'model', title: 'Train a model', action: 'Train it' },
  {
    id: 'uploaded-model',
    noun: 'Model from files',
    title: 'Register a model of your own',
    action: 'Register it',
  },
  { id: 'sample', title: 'Draw a sample', action: 'Draw it' },
  { id: 'attack', title: 'Attack a model', action: 'Start the attack' },
  { id: 'reference-set', title: 'Build a reference set', action: 'Build it' },
  { id: 'detector', title: 'Fit a detector', action: 'Fit it' },
  { id: 'evaluation', title: 'Evaluate a detector', action: 'Evaluate it' },
  { id: 'repeat', title: 'Repeat a detector over seeds', action: 'Start them' },
  {
    id: 'adaptive-attack',
    noun: 'Attack on a detector',
    title: 'Attack a detector',
    action: 'Start the attack',
  },
  { id: 'layer-sweep', title: 'Sweep the layers', action: 'Sweep them' },
  { id: 'other-k', title: 'Sweep other k', action: 'Sweep them' },
] as const;

/** Name of a launch form in addresses. */
export type LaunchId = (typeof launchTitles)[number]['id'];
