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
    const count = ofKind('attack').length;
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
