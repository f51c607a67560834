import { adaptiveAttacks } from '@fiducial/core/adaptive';
import { attacks } from '@fiducial/core/attacks';
import { detectors } from '@fiducial/core/detectors';
import { parseParameters } from '@fiducial/core/method';
import { describe, expect, test } from 'vitest';
import { standardPlan, testBedVariants } from './standard-plan';

const complete = standardPlan({ seed: 0, variant: 'complete' });
const ofKind = (kind: string) => complete.filter((run) => run.kind === kind);

describe('the complete bed', () => {
  test('has every attack and every detector there is', () => {
    const attacked = new Set(ofKind('attack').map(({ params }) => params.attack));
    expect(attacked).toEqual(new Set(attacks.map(({ id }) => id)));
    const fitted = new Set(ofKind('fitDetector').map(({ params }) => params.method));
    expect(fitted).toEqual(new Set(detectors.map(({ id }) => id)));
  });

  test('judges every detector on every attack, and lets none learn from more than four', () => {
    const count = ofKind('attack').filter(({ key }) => !key.startsWith('twin/')).length;
    const setsOf = (inputs: object) => Object.keys(inputs).filter((role) => role.startsWith('attackSet/'));
    for (const { inputs } of ofKind('evaluate')) expect(setsOf(inputs)).toHaveLength(count);
    const learnedFrom = new Set(ofKind('fitDetector').map(({ inputs }) => setsOf(inputs).length));
    expect(learnedFrom).toEqual(new Set([0, 4]));
  });

  test('gives methods parameters that they take', () => {
    for (const { params } of ofKind('attack')) {
      const { attack, parameters, epsilons } = params as {
        attack: string;
        parameters: object;
        epsilons: number[];
      }; // the plan's own
      const method = attacks.find(({ id }) => id === attack);
      if (!method) throw new Error(`${attack} is not registered`);
      expect(method.goal === 'minimal-norm').toBe(epsilons.length === 0);
      for (const epsilon of epsilons) parseParameters(method, { ...parameters, epsilon });
      if (!epsilons.length) parseParameters(method, parameters);
    }
  });
});

describe('attackers who know, in the complete bed', () => {
  const aimed = ofKind('attackDetector');

  test('try every attack on detectors, with parameters that it takes, on detectors with gradients', () => {
    expect(new Set(aimed.map(({ params }) => params.attack))).toEqual(
      new Set(adaptiveAttacks.map(({ id }) => id)),
    );
    const methods = new Map(complete.map(({ key, params }) => [key, params.method]));
    for (const { params, inputs } of aimed) {
      const method = adaptiveAttacks.find(({ id }) => id === params.attack);
      if (!method) throw new Error(`${params.attack} is not registered`);
      const [epsilon] = params.epsilons as number[]; // the plan's own
      parseParameters(method, { ...(params.parameters as object), ...(epsilon && { epsilon }) });
      const given = methods.get(inputs.surrogate ?? inputs.detector ?? '');
      expect(detectors.find(({ id }) => id === given)?.differentiable).toBeDefined();
    }
  });

  test('spare no detector with gradients', () => {
    const methods = new Map(complete.map(({ key, params }) => [key, params.method]));
    const attacked = new Set(aimed.map(({ inputs }) => methods.get(inputs.detector ?? '')));
    expect(attacked).toEqual(new Set(detectors.filter((one) => one.differentiable).map(({ id }) => id)));
  });

  test('give an attacker a twin of another seed and sample, never the detector itself', () => {
    const limited = aimed.filter(({ inputs }) => inputs.surrogate);
    expect(limited).toHaveLength(2);
    for (const { inputs } of limited) expect(inputs.surrogate).not.toBe(inputs.detector);
    const twin = limited.find(({ inputs }) => inputs.surrogate?.startsWith('twin/'));
    const surrogate = complete.find(({ key }) => key === twin?.inputs.surrogate);
    expect(surrogate?.seed).toBe(1000);
    expect(twin?.inputs.surrogateSample).not.toBe(twin?.inputs.sample);
    expect(Object.values(surrogate?.inputs ?? {}).filter((input) => input.startsWith('twin/'))).toHaveLength(
      5,
    );
  });
});

describe('every bed', () => {
  test.each(testBedVariants)('%s: names each run once, and inputs that come before it', (variant) => {
    const known = new Set(['dataset']);
    for (const { key, inputs } of standardPlan({ seed: 3, variant })) {
      expect(known.has(key)).toBe(false);
      for (const input of Object.values(inputs)) expect(known).toContain(input);
      known.add(key);
    }
  });
});
