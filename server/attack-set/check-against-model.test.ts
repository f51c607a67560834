import { multiTarget } from '@fiducial/core/adaptive';
import { attacks } from '@fiducial/core/attacks';
import { expect, test } from 'vitest';
import { checkAgainstModel } from './check-against-model';

const pgd = attacks.find(({ id }) => id === 'pgd') as (typeof attacks)[0]; // it is there
const matching = attacks.find(({ id }) => id === 'featureMatching') as (typeof attacks)[0]; // it is there
const model = (classes: number, layers: string[] = []) => ({
  layers: layers.map((name) => ({ name })),
  dataset: { classNames: Array.from({ length: classes }, (_, at) => String(at)) },
});

test('a target class that the data set lacks is refused with the classes that it has', () => {
  expect(() => checkAgainstModel(pgd, { target: 'class', targetClass: 10 }, model(10))).toThrow(
    'attack.pgd.targetClass: expected a class from 0 to 9 with target class, got 10',
  );
  expect(() => checkAgainstModel(pgd, { target: 'class', targetClass: 9 }, model(10))).not.toThrow();
});

test('target class without a class is refused, before the data set is there as well', () => {
  for (const classes of [0, 10])
    expect(() => checkAgainstModel(pgd, { target: 'class' }, model(classes))).toThrow('got none');
});

test('a class without target class is refused rather than ignored', () => {
  expect(() => checkAgainstModel(pgd, { target: 'next', targetClass: 3 }, model(10))).toThrow(
    'attack.pgd.targetClass: expected none without target class (target: next), got 3',
  );
  expect(() => checkAgainstModel(pgd, { target: 'next' }, model(10))).not.toThrow();
});

test('classes that are not known yet are left to the run', () => {
  expect(() => checkAgainstModel(pgd, { target: 'class', targetClass: 400 }, model(0))).not.toThrow();
});

test('a layer that the model lacks is refused with those that it has, once they are known', () => {
  expect(() => checkAgainstModel(matching, { layer: 'nope' }, model(10, ['conv1', 'fc1']))).toThrow(
    'attack.featureMatching.layer: expected a layer of the model (conv1, fc1), got nope',
  );
  expect(() => checkAgainstModel(matching, { layer: 'fc1' }, model(10, ['conv1', 'fc1']))).not.toThrow();
  expect(() => checkAgainstModel(matching, { layer: 'nope' }, model(10))).not.toThrow();
});

test('more classes to try than there are besides an image’s own are refused', () => {
  expect(() => checkAgainstModel(multiTarget, { classes: 10 }, model(10))).toThrow(
    'attack.multiTarget.classes: expected at most 9, the classes but an image’s own, got 10',
  );
  expect(() => checkAgainstModel(multiTarget, { classes: 9 }, model(10))).not.toThrow();
  expect(() => checkAgainstModel(multiTarget, {}, model(10))).not.toThrow();
});
