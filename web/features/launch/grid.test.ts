import { expect, test } from 'vitest';
import { axisChoices, axisValues, canVary, firstEntry } from './axis-values';
import { axesOf, gridPoints, gridSize } from './grid';
import { plainParameter } from './launch-fields';

const steps = plainParameter('steps', 'INTEGER', { description: '', default: 10, minimum: 1, maximum: 1000 });
const rate = plainParameter('learningRate', 'NUMBER', {
  description: '',
  default: 0.1,
  minimum: 0,
  exclusiveMinimum: true,
});
const trace = plainParameter('trace', 'BOOLEAN', { description: '', default: false });
const norm = plainParameter('norm', 'CHOICE', { description: '', default: 'l2', options: ['none', 'l2'] });

const typed = (entry: string, field = rate) => {
  const found = axisValues(field.parameter, entry);
  return 'values' in found ? found.values : found.problem;
};

test('numbers, ranges by steps and ranges by factors give their values, both ends included, each once', () => {
  expect(typed('0.1, 1/4; 0.1, 1e-1')).toEqual(['1e-1', '1/4']);
  expect(typed('10:50:10', steps)).toEqual(['10', '20', '30', '40', '50']);
  expect(typed('0.1:0.5:0.1')).toEqual(['0.1', '0.2', '0.3', '0.4', '0.5']);
  expect(typed('0.001:1:x10')).toEqual(['0.001', '0.01', '0.1', '1']);
  expect(typed('1:10:4, 7', steps)).toEqual(['1', '5', '9', '7']);
  expect(typed('20/255:60/255:20/255')).toHaveLength(3);
});

test('what is no value or no range is told in words', () => {
  expect(typed('')).toBe('A value is needed.');
  expect(typed('0, 1')).toBe('Expected above 0, got 0.');
  expect(typed('1, much')).toBe('Expected a number, got “much”.');
  expect(typed('1:2')).toBe('Expected a range as start:stop:step or start:stop:xfactor, got “1:2”.');
  expect(typed('0:1:x2')).toMatch(/^Expected a range/);
  expect(typed('1:2:0')).toMatch(/^Expected a range/);
  expect(typed('5:2:1')).toBe('Expected the end of 5:2:1 at or above its start.');
  expect(typed('1:1000000:1', steps)).toBe('Expected at most 1000 values.');
  expect(typed('1:2:0.5', steps)).toBe('Expected a whole number, got 1.5.');
});

test('numbers, choices, switches and layers can be varied; priority, lists and other fields cannot', () => {
  const layer = plainParameter('layer', 'LAYER', { description: '' });
  for (const field of [steps, rate, trace, norm]) expect(canVary(field, [])).toBe(true);
  expect([canVary(layer, ['conv1']), canVary(layer, [])]).toEqual([true, false]);
  expect(canVary(plainParameter('layers', 'LAYERS', { description: '' }), ['conv1'])).toBe(false);
  expect(canVary(plainParameter('priority', 'CHOICE', { description: '' }), [])).toBe(false);
  expect(canVary({ kind: 'words', name: 'name', title: '', description: '' }, [])).toBe(false);
  expect(firstEntry(trace.parameter, true)).toEqual(['on', 'off']);
  expect(firstEntry(norm.parameter, 'l2')).toEqual(['l2']);
});

test('a grid has a run for each combination, told apart by its values', () => {
  const all = [steps, trace, norm].map((field) => ({ path: `attack.pgd.${field.parameter.name}`, field }));
  const { axes, problems } = axesOf(all, {
    'attack.pgd.steps': '5, 10',
    'attack.pgd.trace': ['on', 'off'],
    'attack.fgsm.steps': '1, 2, 3',
  });
  expect(problems.size).toBe(0);
  expect(gridSize(axes)).toBe(4);
  expect(gridPoints(axes)).toEqual([
    { label: 'steps 5, trace on', values: { 'attack.pgd.steps': '5', 'attack.pgd.trace': true } },
    { label: 'steps 5, trace off', values: { 'attack.pgd.steps': '5', 'attack.pgd.trace': false } },
    { label: 'steps 10, trace on', values: { 'attack.pgd.steps': '10', 'attack.pgd.trace': true } },
    { label: 'steps 10, trace off', values: { 'attack.pgd.steps': '10', 'attack.pgd.trace': false } },
  ]);
  expect(axesOf(all, { 'attack.pgd.norm': [] }).problems.get('attack.pgd.norm')).toBe('Nothing is chosen.');
});

test('a run is not named for what it does not read, nor made twice', () => {
  const axis = (path: string, values: string[]) => ({ path, title: path, values, inWords: String });
  const axes = [axis('preprocessing', ['none', 'pca']), axis('search', ['exact', 'hnsw'])];
  const points = gridPoints(
    axes,
    ({ preprocessing }) =>
      new Set(preprocessing === 'none' ? ['preprocessing', 'search'] : ['preprocessing']),
  );
  expect(points.map(({ label }) => label)).toEqual([
    'preprocessing none, search exact',
    'preprocessing none, search hnsw',
    'preprocessing pca',
  ]);
});

test('a long label keeps its end, by which neighbors differ', () => {
  const long = ['first', 'second', 'third', 'fourth'].map((name) => ({
    path: `attack.pgd.${name}`,
    title: `A parameter called ${name}`,
    values: ['1'],
    inWords: String,
  }));
  const k = { path: 'k', title: 'k', values: ['5', '10'], inWords: String };
  const labels = gridPoints([...long, k]).map(({ label }) => label);
  expect(labels.map((label) => label.slice(-5))).toEqual([', k 5', ' k 10']);
  for (const label of labels) expect(label).toMatch(/^….{1,79}$/);
  expect(new Set(labels).size).toBe(2);
});

test('a grid over classes that are known by name calls its runs by them', () => {
  const parameter = {
    ...plainParameter('targetClass', 'CLASS', { description: '' }).parameter,
    options: ['cat', 'dog', '2'],
  };
  expect(axisChoices(parameter, [])).toEqual(['0', '1', '2']);
  expect(firstEntry(parameter, '1')).toEqual(['1']);
  const all = [{ path: 'targetClass', field: { kind: 'parameter' as const, parameter } }];
  const { axes } = axesOf(all, { targetClass: ['1', '2'] });
  expect(gridPoints(axes)).toEqual([
    { label: 'target class dog (1)', values: { targetClass: '1' } },
    { label: 'target class 2', values: { targetClass: '2' } },
  ]);
  expect(axesOf(all, { targetClass: ['3'] }).problems.get('targetClass')).toMatch(/^Expected one of the 3/);
  // Without names numbers are typed.
  const nameless = { ...parameter, options: null };
  expect(axisChoices(nameless, [])).toBeUndefined();
  expect(firstEntry(nameless, '1')).toBe('1');
});
