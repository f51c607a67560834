import { attacks } from '@fiducial/core/attacks';
import { detectors } from '@fiducial/core/detectors';
import { parseParameters } from '@fiducial/core/method';
import { describe, expect, test } from 'vitest';
import type { EvaluationRow } from '../evaluation/evaluation-results';
import { datasetKey, givenModelKey, planBed } from '../test-bed/plan-bed';
import { protocols } from '.';
import { figuresOf } from './beside-published';
import type { AtHand } from './define-protocol';

const taps = ['block1', 'block2', 'block3', 'block4', 'pool'];
const atHand = (of: Partial<AtHand> = {}): AtHand => ({
  seed: 0,
  dataset: { name: 'some images', classes: 10, smallestClass: 70 },
  model: { name: 'a network', taps },
  sizes: { train: 6, validation: 3, test: 5 },
  ...of,
});

describe.each(protocols.map((protocol) => [protocol.id, protocol] as const))('%s', (_, protocol) => {
  const plan = planBed(protocol.bed(atHand()));

  test('plans each run after those that it needs, under a key and a name of its own', () => {
    const known = new Set([datasetKey, givenModelKey]);
    for (const { key, inputs } of plan) {
      for (const needed of Object.values(inputs)) expect(known).toContain(needed);
      expect(known).not.toContain(key);
      known.add(key);
    }
    const names = plan.map(({ kind, name }) => `${kind} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('gives every method parameters that it takes, and layers that the model has', () => {
    for (const { kind, params } of plan) {
      if (kind !== 'attack' && kind !== 'fitDetector') continue;
      const id = kind === 'attack' ? params.attack : params.method;
      const method = [...attacks, ...detectors].find((known) => known.id === id);
      if (!method) throw new Error(`${id} is no method`);
      const given = params.parameters as Record<string, unknown>; // the plan's own
      expect(parseParameters(method, given)).toMatchObject(given);
      if ('layer' in given) expect(taps).toContain(given.layer);
    }
  });

  test('says where it departs, and that the sample is a smaller one', () => {
    const sentences = protocol.departures(atHand());
    expect(sentences.length).toBeGreaterThan(2);
    expect(sentences.join(' ')).toContain('6 / 3 / 5');
    for (const sentence of sentences) expect(sentence).toMatch(/\.$/);
  });

  test('has published rows beside detectors that it fits', () => {
    const ids = protocol.bed(atHand()).detectors.map(({ id }) => id);
    for (const { detector, values } of protocol.published) {
      expect(ids).toContain(detector);
      for (const value of Object.values(values)) expect(value > 0 && value < 1).toBe(true);
    }
  });
});

test('k is the size of the smallest class where that is below 1,000', () => {
  const [mtap] = protocols;
  const ks = (smallestClass: number) =>
    mtap
      ?.bed(atHand({ dataset: { name: 'x', classes: 10, smallestClass } }))
      .detectors.map(({ parameters }) => parameters.k);
  expect(ks(70)).toEqual([70, 70, 70, 70]);
  expect(ks(1300)).toEqual([1000, 1000, 1000, 1000]);
});

test('a bed that is given no model trains one', () => {
  const massoli = protocols.find(({ id }) => id === 'massoli-cviu-2021');
  const kinds = (model: AtHand['model']) =>
    massoli && planBed(massoli.bed(atHand({ model }))).map(({ kind }) => kind);
  expect(kinds(null)).toContain('trainModel');
  expect(kinds(atHand().model)).not.toContain('trainModel');
});

describe('figures', () => {
  const row = (set: number, of: Partial<EvaluationRow>) =>
    ({ kind: 'attack', denominator: 'successful', set, ...of }) as EvaluationRow; // the columns that are read
  const table = [
    row(0, { auc: 0.9, accuracyAtEer: 0.8, nPositive: 30 }),
    row(1, { auc: 0.7, accuracyAtEer: 0.6, nPositive: 10 }),
    row(2, { auc: 0.5, accuracyAtEer: 0.5, nPositive: 40, kind: 'control' }),
    row(0, { auc: 0.1, accuracyAtEer: 0.1, nPositive: 99, denominator: 'allAttacked' }),
  ];
  const names = ['bim', 'fgsm', 'randomNoise'];

  test('accuracies are weighted by their adversarials, controls left out', () => {
    const figures = figuresOf('equalErrorAccuracy', table, names);
    expect(figures.get('all')).toBeCloseTo(0.75, 12);
    expect([...figures].slice(0, 3)).toEqual([
      ['bim', 0.8],
      ['fgsm', 0.6],
      ['randomNoise', 0.5],
    ]);
  });

  test('AUCs are averaged plainly, attacks without successes left out', () => {
    expect(figuresOf('macroAuc', table, names).get('all')).toBeCloseTo(0.8, 12);
    const [first, , ...rest] = table;
    const one = [...(first ? [first] : []), row(1, { auc: null, nPositive: 0 }), ...rest];
    expect(figuresOf('macroAuc', one, names).get('all')).toBeCloseTo(0.9, 12);
    expect(figuresOf('macroAuc', [], names).get('all')).toBeNull();
  });
});
