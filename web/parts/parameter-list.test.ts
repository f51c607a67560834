import { expect, test } from 'vitest';
import { parameterRows, valueInWords } from './parameter-list';

const described = [
  { name: 'epsilon', description: 'Budget.', default: 0.1 },
  { name: 'steps', description: 'Steps.', default: 10 },
  { name: 'decay', description: 'Decay.', default: 1 },
  { name: 'layer', description: 'Layer.', default: null },
];

test('every parameter has a row, given ones first, the others at their defaults', () => {
  const rows = parameterRows(
    { attack: 'bim', parameters: { steps: 20, decay: 1 }, epsilons: [0.1, 0.2] },
    described,
  );
  expect(rows.map(({ name, value, isDefault }) => [name, value, isDefault])).toEqual([
    ['attack', 'bim', false],
    ['epsilons', [0.1, 0.2], false],
    ['steps', 20, false],
    ['decay', 1, true],
  ]);
});

test('defaults alone are rows too, but not those of nothing', () => {
  expect(parameterRows({}, described).map(({ name }) => name)).toEqual(['epsilon', 'steps', 'decay']);
});

test('a list from which nothing was chosen says so: what that means, its description tells', () => {
  expect(valueInWords([])).toBe('none chosen');
  expect(valueInWords(['conv1', 'fc2'])).toBe('conv1, fc2');
});

test('what a run is told although its form does not ask for it is explained', () => {
  const rows = parameterRows({ allImages: true, trace: false }, described);
  expect(rows.slice(0, 2).map(({ description }) => description)).toEqual([
    'Whether all images of the sample were attacked, or its test images alone.',
    'Whether loss and success were kept query by query.',
  ]);
});
