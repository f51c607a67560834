import { expect, test } from 'vitest';
import { changedFields } from './changed-fields';
import { checkField } from './check-field';
import { type LaunchField, plainParameter, type ThingOption } from './launch-fields';
import { launchInput } from './launch-input';
import type { LaunchValues, Offer } from './launch-state';
import { valuesOfInput } from './values-of-input';

const sample: LaunchField = {
  kind: 'thing',
  of: 'samples',
  name: 'sampleId',
  title: 'Sample',
  description: '',
};
const judged: LaunchField = {
  ...{ kind: 'things', of: 'attackSets', name: 'attackSetIds', title: 'Attacks', description: '' },
};
const attack: LaunchField = {
  ...{ kind: 'choice', name: 'attack', title: 'Attack', description: '' },
  variants: [
    {
      id: 'twist',
      title: 'Twist',
      fields: [
        plainParameter('angle', 'NUMBER', { description: '', default: 12 }),
        plainParameter('soft', 'BOOLEAN', { description: '', default: true }),
        plainParameter('layers', 'LAYERS', { description: '', default: [] }),
      ],
    },
    {
      id: 'blur',
      title: 'Blur',
      fields: [plainParameter('width', 'INTEGER', { description: '', default: 3 })],
    },
  ],
};
const epsilons: LaunchField = {
  ...{ kind: 'numbers', name: 'epsilons', title: 'Epsilons', description: '', first: '1/4' },
};
const file: LaunchField = {
  ...{
    kind: 'file',
    upload: 'idx',
    many: true,
    accept: '',
    name: 'weights',
    title: 'Weights',
    description: '',
  },
};
const priority = plainParameter('priority', 'CHOICE', {
  description: '',
  default: 'NORMAL',
  options: ['NORMAL', 'LOW'],
});
const name: LaunchField = { kind: 'words', name: 'name', title: 'Name', description: '' };
const fields = [sample, attack, judged, epsilons, file, priority, name];

const option = (id: string): ThingOption => ({ id, name: `Thing ${id}`, ready: true });
const offer: Offer = {
  given: {},
  things: {
    ...{ datasets: [], models: [], referenceSets: [], detectors: [], layerSweeps: [] },
    samples: [option('new'), option('old')],
    attackSets: [option('a'), option('b')],
  },
};
const input = {
  sampleId: 'old',
  attack: { twist: { angle: 0.1, soft: false, layers: ['conv1'] } },
  attackSetIds: ['b'],
  epsilons: [20 / 255, 0.2],
  weights: ['upload'],
  priority: 'NORMAL',
};
const first = valuesOfInput(fields, input);
const names = { old: 'Thing old', b: 'Thing b' };
const changes = (change: LaunchValues, before = first) =>
  changedFields({ fields, values: before }, { fields, values: { ...before, ...change } }, { offer, names });
const inShort = (found: ReturnType<typeof changes>) =>
  found.map(
    ({ title, before, after, decides }) => `${title}: ${before} → ${after}${decides ? '' : ' (beside)'}`,
  );

test('a launch that is read into a form is sent as it was', () => {
  expect(launchInput(fields, { values: first, offer, uploads: {} })).toEqual(input);
});

test('nothing differs until something is changed, and a name alone is no change', () => {
  expect(changes({})).toEqual([]);
  expect(changes({ name: 'Another', 'attack.blur.width': '7' })).toEqual([]);
});

test('each change says what stood there and what stands there now', () => {
  const found = changes({
    sampleId: 'new',
    'attack.twist.angle': '0.5',
    'attack.twist.soft': true,
    'attack.twist.layers': [],
    attackSetIds: ['a', 'b'],
    epsilons: '20/255, 40/255',
    weights: [],
    priority: 'LOW',
  });
  expect(inShort(found)).toEqual([
    'Sample: Thing old → Thing new',
    'Angle: 0.1 → 0.5',
    'Soft: off → on',
    'Layers: conv1 → all',
    'Attacks: Thing b → Thing a, Thing b',
    'Epsilons: 20/255, 51/255 → 20/255, 40/255',
    'Weights: as before → –',
    'Priority: Normal → Low (beside)',
  ]);
});

test('another method takes away the parameters of the one before and brings its own', () => {
  expect(inShort(changes({ attack: 'blur' }))).toEqual([
    'Attack: Twist → Blur',
    'Width: – → 3',
    'Angle: 0.1 → –',
    'Soft: off → –',
    'Layers: conv1 → –',
  ]);
});

test('a thing that is not offered any more is a change to the one that stands in its place', () => {
  const gone = valuesOfInput(fields, { ...input, sampleId: 'deleted' });
  expect(inShort(changes({}, gone))).toEqual(['Sample: one that is gone → Thing new']);
});

test('files that were uploaded before are enough', () => {
  const placed = { path: 'weights', field: file };
  expect(checkField(placed, first, [])).toBeUndefined();
  expect(checkField(placed, { weights: [] }, [])).toBe('A file is needed.');
});
