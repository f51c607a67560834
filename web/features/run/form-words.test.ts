import { expect, test } from 'vitest';
import { parameterRows, valueInForm } from '../../parts/parameter-list';
import { asInForm, formWords, parameterWords } from './form-words';

test('a run’s parameters have the words of the form that launches it', () => {
  const { described } = formWords('drawSample');
  const about = (name: string) => described.find((one) => one.name === name);
  expect(about('train')?.description).toBe('Images that detectors learn from.');
  expect(about('splitName')?.title).toBe('Split');
  expect(formWords('evaluate').described).toEqual([]);
});

test('values are called as the form calls them', () => {
  const { described, titles } = formWords('importDataset');
  expect(valueInForm('source', { type: 'builtInDigits', testFraction: 0.2 }, { described, titles })).toBe(
    'The built-in digits, test fraction 0.200',
  );
  expect(valueInForm('source', { type: 'imageFolder', color: 'grey' }, { described, titles })).toBe(
    'Image folder, color Gray',
  );
  const attack = formWords('attack');
  expect(valueInForm('quantization', 'float32', attack)).toBe('Single-precision floats');
  expect(valueInForm('epsilons', [20 / 255, 40 / 255], attack)).toBe('20/255, 40/255');
});

test('whether all images are attacked is said as the form asks for it', () => {
  expect(asInForm({ testOnly: true, epsilons: [1] })).toEqual({ epsilons: [1], allImages: false });
  expect(asInForm({ epsilons: [1] })).toEqual({ epsilons: [1] });
  expect(asInForm(null)).toBe(null);
});

test('a run is told of in the words of its form and of the method that it names', () => {
  const twist = {
    methodId: 'twist',
    title: 'Twist and turn',
    parameters: [{ name: 'pivot', description: '', options: ['leastLikely', 'next'] }],
  };
  const params = { attack: 'twist', parameters: { pivot: 'leastLikely' }, testOnly: true };
  const { parameters, ...words } = parameterWords({ kind: 'attack', params }, twist, [twist]);
  const shown = Object.fromEntries(
    parameterRows(parameters, []).map(({ name, value }) => [name, valueInForm(name, value, words)]),
  );
  expect(shown).toEqual({ attack: 'Twist and turn', allImages: 'no', pivot: 'The least likely' });
  // A server that does not have the method says what it was given.
  const unknown = parameterWords({ kind: 'attack', params }, null, []);
  expect(valueInForm('attack', 'twist', unknown)).toBe('twist');
});
