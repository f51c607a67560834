import { expect, test } from 'vitest';
import type { LaunchValues, PlacedField } from './launch-state';
import { stepReach } from './step-reach';

const text = (name: string): PlacedField => ({
  path: name,
  field: { kind: 'numbers', name, title: name, description: '', first: '' },
});
const fields = ['steps', 'stepSize', 'epsilons'].map(text);
const values = (given: Record<string, string>): LaunchValues => ({
  steps: '10',
  stepSize: '0.01',
  epsilons: '0.05, 0.1',
  ...given,
});

test('an attack whose steps come as far as its epsilons needs no words', () => {
  expect(stepReach(fields, values({}))).toBeUndefined();
});

test('one whose steps end before is told so, with what it would not use', () => {
  expect(stepReach(fields, values({ epsilons: '0.05, 0.1, 0.2' }))).toBe(
    '10 steps of 0.0100 change a pixel by at most 0.100: epsilons above that (here 0.200) are not used in full. Take more steps, or longer ones.',
  );
});

test('one that begins at random in the ball comes everywhere', () => {
  const random = [...fields, text('restarts')];
  expect(stepReach(random, values({ epsilons: '0.2', restarts: '1' }))).toBeUndefined();
});

test('one without steps, or with what is no number, is left to other checks', () => {
  expect(stepReach([text('epsilons')], values({}))).toBeUndefined();
  expect(stepReach(fields, values({ stepSize: 'x' }))).toBeUndefined();
});
