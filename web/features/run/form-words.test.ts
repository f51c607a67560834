import { expect, test } from 'vitest';
import { valueInForm } from '../../parts/parameter-list';
import { asInForm, formWords } from './form-words';

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
