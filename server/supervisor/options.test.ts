import { expect, test } from 'vitest';
import { readOptions } from './options.mjs';

test('a protocol is read with what it runs on', () => {
  const args = '--demo-only --protocol carrara-mtap-2018 --data images --model net --normalization half';
  expect(
    readOptions([
      ...args.split(' '),
      '--sizes',
      '20/40/100',
      '--train-per-class',
      '50',
      '--class-column',
      'wnid',
    ]),
  ).toMatchObject({
    demoOnly: true,
    protocol: {
      id: 'carrara-mtap-2018',
      data: 'images',
      model: 'net',
      normalization: 'half',
      classes: null,
      classColumn: 'wnid',
      testColumn: null,
      trainPerClass: 50,
      sizes: { train: 20, validation: 40, test: 100 },
    },
  });
  expect(readOptions([])).toMatchObject({ protocol: null });
});

test.each([
  ['--data images', '--data, --model and what goes with them: expected together with --protocol'],
  ['--protocol x', '--protocol: expected together with --demo-only'],
  ['--demo-only --protocol x --model m', '--model: expected together with --data'],
  ['--demo-only --protocol x --normalization z', '--normalization: expected imagenet, half, none, got z'],
  ['--demo-only --no-worker', '--no-worker: expected without --demo-only'],
  ['--demo-only --protocol x --sizes 1/2', '--sizes: expected three whole numbers such as 700/100/200'],
  ['--demo-only --protocol x --train-per-class 0', '--train-per-class: expected a whole number from 1'],
])('%s is refused', (args, message) => {
  expect(() => readOptions(args.split(' '))).toThrow(message);
});
