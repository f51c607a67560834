import { describe, expect, test } from 'vitest';
import { adaptiveAttacks } from './adaptive';
import { attacks } from './attacks';
import { detectors } from './detectors';
import { describeParameters, type Method, parseParameters } from './method';
import { architectures } from './models';

const methods: readonly Method[] = [...attacks, ...adaptiveAttacks, ...detectors, ...architectures];
const numbers = methods.flatMap((method) =>
  describeParameters(method.params)
    .filter(({ type }) => type === 'number' || type === 'integer' || type === 'class')
    .map((parameter) => [`${method.id}.${parameter.name}`, method, parameter] as const),
);

/** What a method says to one parameter in place of its default, all others being left to it. */
const said = (method: Method, name: string, value: number) => () =>
  parseParameters(method, { [name]: value });

describe.each(numbers)('%s', (place, method, { name, type, minimum, maximum }) => {
  test('has two ends, neither of them beyond what single precision can tell', () => {
    expect([minimum, maximum]).not.toContain(null);
    expect(minimum === 0 || Math.abs(minimum ?? 0) >= 1e-9).toBe(true);
    expect(Math.abs(maximum ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(1e9);
  });

  test('is refused beyond them with its name, what was expected and what came', () => {
    const least = minimum ?? 0;
    const below = type === 'number' ? least - 0.5 : least - 1;
    expect(said(method, name, below)).toThrow(`${place}: expected at least ${least}, got ${below}`);
    const above = (maximum ?? 0) + 1;
    expect(said(method, name, above)).toThrow(`${place}: expected at most ${maximum}, got ${above}`);
    expect(said(method, name, 1e308)).toThrow(`${place}: expected`);
    expect(said(method, name, Number.NaN)).toThrow(`${place}: expected`);
  });
});

test('a value has to be given only where there is no default and the method does not go without', () => {
  const needed = methods.flatMap(({ id, params }) =>
    describeParameters(params)
      .filter(({ required }) => required)
      .map(({ name }) => `${id}.${name}`),
  );
  for (const method of methods) {
    const missing = needed.filter((place) => place.startsWith(`${method.id}.`));
    if (missing.length === 0) expect(() => parseParameters(method, {})).not.toThrow();
    else expect(() => parseParameters(method, {})).toThrow('got nothing');
  }
  expect(needed).not.toContain('carliniWagnerL2.targetClass');
});

test('a parameter that counts with a value of another alone names one that this can have', () => {
  const conditions = methods.flatMap(({ id, params }) => {
    const parameters = describeParameters(params);
    return parameters.flatMap(({ name, onlyWith }) =>
      onlyWith ? [{ place: `${id}.${name}`, onlyWith, parameters }] : [],
    );
  });
  for (const { place, onlyWith, parameters } of conditions) {
    const other = parameters.find(({ name }) => name === onlyWith.parameter);
    const possible =
      other?.type === 'layers' ? [[]] : other?.type === 'boolean' ? [true, false] : other?.options;
    expect(possible, place).toContainEqual(onlyWith.value);
  }
  expect(conditions.map(({ place }) => place)).toEqual(
    expect.arrayContaining([
      'knnScore.layer',
      'knnScore.search',
      'kernelDensity.bandwidth',
      'fab.candidates',
      'apgdDlr.targetClasses',
      'pgd.targetClass',
    ]),
  );
});

test('what an attack does with the soft score of a detector counts where that has it', () => {
  const against = adaptiveAttacks.flatMap(({ id, params }) =>
    describeParameters(params).flatMap(({ name, onlyAgainst }) =>
      onlyAgainst ? [[`${id}.${name}`, onlyAgainst]] : [],
    ),
  );
  expect(Object.fromEntries(against)).toEqual({
    'orthogonalPgd.refreshEvery': 'refresh',
    'orthogonalPgd.neighborForm': 'softForms',
    'multiTarget.refreshEvery': 'refresh',
    'multiTarget.neighborForm': 'softForms',
    'detectorFeatureMatching.match': 'represent',
    'detectorFeatureMatching.refreshEvery': 'refresh',
    'carliniWagnerDetector.refreshEvery': 'refresh',
    'carliniWagnerDetector.neighborForm': 'softForms',
  });
  const having = (trait: string) =>
    detectors.filter(({ softTraits }) => softTraits?.some((one) => one === trait)).map(({ id }) => id);
  expect(having('refresh')).toEqual(['knnScore', 'kernelDensity']);
  expect(having('softForms')).toEqual(['knnScore']);
  expect(having('represent')).toEqual(['evolutionMap']);
});
