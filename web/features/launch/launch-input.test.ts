import { expect, test } from 'vitest';
import { checkField } from './check-field';
import { givenValues } from './given-values';
import { type LaunchField, plainParameter, type ThingOption } from './launch-fields';
import { launchInput } from './launch-input';
import type { LaunchValues, Offer } from './launch-state';
import { methodFields } from './method-fields';
import { namesInModel } from './names-in-model';
import { offeredVariants } from './offered-variants';
import { narrowedFields, thingChoice } from './thing-choice';
import { valuesOfInput } from './values-of-input';
import { visibleFields } from './visible-fields';

const twist: LaunchField = {
  kind: 'choice',
  name: 'attack',
  title: 'Attack',
  description: '',
  variants: [
    {
      id: 'twist',
      title: 'Twist',
      fields: [plainParameter('angle', 'NUMBER', { description: '', default: 12, minimum: 0 })],
    },
    {
      id: 'blur',
      title: 'Blur',
      fields: [plainParameter('width', 'INTEGER', { description: '', default: 3 })],
      hides: ['trainOn'],
    },
  ],
};
const sample: LaunchField = { kind: 'thing', of: 'samples', name: 'sampleId', title: '', description: '' };
const trainOn: LaunchField = {
  kind: 'things',
  of: 'attackSets',
  name: 'trainOn',
  title: '',
  description: '',
  fits: (set, { sampleId }) => set.sampleId === sampleId?.id,
};
const epsilons: LaunchField = { kind: 'numbers', name: 'epsilons', title: '', description: '', first: '1/4' };
const fields = [sample, twist, trainOn, epsilons];

const thing = (id: string, more: Partial<ThingOption> = {}): ThingOption => ({
  id,
  name: id,
  ready: true,
  ...more,
});
const offer: Offer = {
  given: {},
  things: {
    datasets: [],
    models: [],
    referenceSets: [],
    detectors: [],
    layerSweeps: [],
    samples: [thing('new', { modelId: 'm2' }), thing('old', { modelId: 'm1' })],
    attackSets: [
      thing('a', { sampleId: 'new' }),
      thing('b', { sampleId: 'old' }),
      thing('c', { sampleId: 'old' }),
    ],
  },
};

test('untouched fields give the newest things and the first method', () => {
  expect(launchInput(fields, { values: {}, offer, uploads: {} })).toEqual({
    sampleId: 'new',
    attack: { twist: { angle: 12 } },
    trainOn: ['a'],
    epsilons: [0.25],
  });
});

test('the address decides which things stand there at first, and what fits them follows', () => {
  const input = launchInput(fields, {
    values: {},
    offer: { ...offer, given: { modelId: 'm1' } },
    uploads: {},
  });
  expect(input).toMatchObject({ sampleId: 'old', trainOn: ['b', 'c'] });
});

test('another method brings its own fields and hides those that it has no use for', () => {
  const values = { attack: 'blur', 'attack.blur.width': '5', 'attack.twist.angle': '90' };
  expect(visibleFields(fields, values).map(({ path }) => path)).toEqual([
    'sampleId',
    'attack',
    'attack.blur.width',
    'epsilons',
  ]);
  expect(launchInput(fields, { values, offer, uploads: {} }).attack).toEqual({ blur: { width: 5 } });
});

test('a mistake is told at its field', () => {
  const values = { epsilons: '0.1, much', 'attack.twist.angle': '-1' };
  const problems = visibleFields(fields, values).map((placed, _, all) => [
    placed.path,
    checkField(placed, values, thingChoice(placed, all, { values, offer }).chosen),
  ]);
  expect(Object.fromEntries(problems)).toMatchObject({
    sampleId: undefined,
    'attack.twist.angle': 'Expected at least 0, got -1.',
    epsilons: 'Expected numbers separated by commas, got “much”.',
  });
});

test('a parameter is narrowed by the thing that is chosen: its default, and what is called a mistake', () => {
  const sweep: LaunchField = {
    kind: 'thing',
    of: 'layerSweeps',
    name: 'sweepId',
    title: '',
    description: '',
  };
  const lastK: LaunchField = {
    ...plainParameter('lastK', 'INTEGER', { description: '', default: 200, minimum: 1, maximum: 2000 }),
    narrow: ({ sweepId }) => ({
      maximum: sweepId?.keptNeighbors ?? 2000,
      default: sweepId?.keptNeighbors ?? 200,
    }),
  };
  const sweeps = [thing('wide', { keptNeighbors: 200 }), thing('narrow', { keptNeighbors: 50 })];
  const offered: Offer = { ...offer, things: { ...offer.things, layerSweeps: sweeps } };
  const told = (values: LaunchValues) => {
    const narrowed = narrowedFields([sweep, lastK], { values, offer: offered });
    const [, placed] = visibleFields(narrowed, values);
    return placed && checkField(placed, values, []);
  };
  expect(told({ lastK: '60' })).toBeUndefined();
  expect(told({ sweepId: 'narrow', lastK: '60' })).toBe('Expected at least 1 and at most 50, got 60.');
  const values = { sweepId: 'narrow' };
  const narrowed = narrowedFields([sweep, lastK], { values, offer: offered });
  expect(launchInput(narrowed, { values, offer: offered, uploads: {} })).toEqual({
    sweepId: 'narrow',
    lastK: 50,
  });
});

const training = (onlyWhen: 'learning' | 'notLearning'): LaunchField => ({
  ...{ kind: 'things', of: 'attackSets', name: 'trainOn', description: '' },
  ...{ title: onlyWhen, onlyWhen, optional: onlyWhen === 'notLearning' },
});
const learner: LaunchField = {
  ...{ kind: 'choice', name: 'detector', title: '', description: '' },
  variants: [
    {
      ...{ id: 'near', title: 'Near', learns: [{ parameter: 'combine', value: 'learned' }] },
      fields: [
        plainParameter('combine', 'CHOICE', {
          description: '',
          default: 'mean',
          options: ['mean', 'learned'],
        }),
      ],
    },
    { id: 'map', title: 'Map', learns: true, fields: [] },
  ],
};

test('attack sets are asked for to learn from as soon as a value makes the method learn', () => {
  const shown = (values: LaunchValues) =>
    visibleFields([learner, training('learning'), training('notLearning')], values).flatMap(({ field }) =>
      field.kind === 'things' ? [[field.title, field.optional]] : [],
    );
  expect(shown({})).toEqual([['notLearning', true]]);
  expect(shown({ 'detector.near.combine': 'learned' })).toEqual([['learning', false]]);
  expect(shown({ 'detector.near.combine': 'mean' })).toEqual([['notLearning', true]]);
  expect(shown({ detector: 'map' })).toEqual([['learning', false]]);
});

test('optional numbers that are empty are not sent; those of one group are sent together, and checked against each other', () => {
  const mean: LaunchField = {
    ...epsilons,
    name: 'normalization.mean',
    first: '',
    optional: true,
  } as LaunchField;
  const std = { ...mean, name: 'normalization.std', above: 0, asManyAs: 'normalization.mean' } as LaunchField;
  const send = (values: Record<string, string>) => launchInput([mean, std], { values, offer, uploads: {} });
  expect(send({})).toEqual({});
  const both = { 'normalization.mean': '0.5, 1/4', 'normalization.std': '0.2, 0.3' };
  expect(send(both)).toEqual({ normalization: { mean: [0.5, 0.25], std: [0.2, 0.3] } });
  const check = (values: Record<string, string>) =>
    checkField({ path: 'normalization.std', field: std }, values, []);
  expect(check({})).toBeUndefined();
  expect(check(both)).toBeUndefined();
  expect(check({ ...both, 'normalization.std': '0.2' })).toBe(
    'Expected one number a channel in both, got 2 and 1.',
  );
  expect(check({ ...both, 'normalization.std': '' })).toBe(
    'Expected one number a channel in both, got 2 and 0.',
  );
  expect(check({ ...both, 'normalization.std': '0, 1' })).toBe('Expected numbers above 0, got 0.');
});

test('whole numbers and names are checked and sent as they are', () => {
  const outputs = {
    ...epsilons,
    name: 'outputClasses',
    first: '',
    optional: true,
    whole: true,
  } as LaunchField;
  expect(checkField({ path: 'outputClasses', field: outputs }, { outputClasses: '1, 2.5' }, [])).toBe(
    'Expected whole numbers from 0 on, got 2.5.',
  );
  const taps: LaunchField = {
    kind: 'names',
    name: 'taps',
    title: '',
    description: '',
    suggestedBy: 'modelJson',
  };
  const send = (values: Record<string, string | string[]>) =>
    launchInput([outputs, taps], { values, offer, uploads: {} });
  expect(send({ outputClasses: '3, 0', taps: ['a/b', 'c'] })).toEqual({
    outputClasses: [3, 0],
    taps: ['a/b', 'c'],
  });
  expect(send({ taps: [] })).toEqual({});
});

test('a model.json of either format names the layers that may be kept', () => {
  const layers = [
    { class_name: 'InputLayer', config: { name: 'pixels' } },
    { class_name: 'Flatten', config: { name: 'flat' } },
    { class_name: 'Dense', config: { name: 'fc1' } },
    { class_name: 'Dense', config: { name: 'logits' } },
  ];
  const nodes = [
    { name: 'x', op: 'Placeholder' },
    { name: 'k', op: 'Const' },
    { name: 'a/Relu', op: 'Relu' },
    { name: 'row', op: 'Reshape' },
  ];
  const named = (modelTopology: object) => namesInModel(JSON.stringify({ modelTopology }));
  expect(named({ class_name: 'Sequential', config: { layers } })).toEqual(['fc1']);
  expect(named({ model_config: { class_name: 'Sequential', config: layers } })).toEqual(['fc1']);
  expect(named({ node: nodes })).toEqual(['a/Relu']);
  expect(namesInModel('{')).toEqual([]);
});

test('the address fills in a method and its parameters, and leaves things to their own rules', () => {
  const given = {
    attack: 'blur',
    'attack.blur.width': '7',
    'attack.twist.angle': '90',
    epsilons: '8/255',
    sampleId: 'old',
  };
  expect(givenValues(fields, given)).toEqual({ attack: 'blur', 'attack.blur.width': '7', epsilons: '8/255' });
  const input = launchInput(fields, {
    values: givenValues(fields, given),
    offer: { ...offer, given },
    uploads: {},
  });
  expect(input).toEqual({ sampleId: 'old', attack: { blur: { width: 7 } }, epsilons: [8 / 255] });
});

test('an address that fits no field fills in nothing', () => {
  expect(givenValues(fields, { attack: 'unheard-of', nothing: '1' })).toEqual({ attack: 'unheard-of' });
  expect(
    givenValues(
      [
        plainParameter('layers', 'LAYERS', { description: '', default: [] }),
        plainParameter('trace', 'BOOLEAN', { description: '', default: false }),
      ],
      { layers: 'conv1,conv2', trace: 'true' },
    ),
  ).toEqual({ layers: ['conv1', 'conv2'], trace: true });
});

test('attacks that follow gradients are withheld where the model of the sample has none, and nowhere else', () => {
  const [first, second] = twist.kind === 'choice' ? twist.variants : [];
  if (!first || !second) throw new Error('expected two variants');
  const attack = { ...twist, variants: [{ ...first, gradients: true }, second] } as LaunchField;
  const samples = [thing('graph', { withoutGradients: 'Frozen' }), thing('layers')];
  const graphOffer = { ...offer, things: { ...offer.things, samples } };
  const send = (values: LaunchValues) => {
    const offered = offeredVariants([sample, attack], { values, offer: graphOffer });
    return launchInput(offered, { values, offer: graphOffer, uploads: {} });
  };
  expect(send({ sampleId: 'layers' })).toEqual({ sampleId: 'layers', attack: { twist: { angle: 12 } } });
  expect(send({ sampleId: 'graph' })).toEqual({ sampleId: 'graph', attack: { blur: { width: 3 } } });
  expect(send({ sampleId: 'graph', attack: 'twist' })).toMatchObject({ attack: { blur: {} } });
  const alone = { ...twist, variants: [{ ...first, gradients: true }] } as LaunchField;
  const [, none] = offeredVariants([sample, alone], { values: {}, offer: graphOffer });
  expect(none && checkField({ path: 'attack', field: none }, {}, [])).toBe(
    'Frozen is in graph format and has no gradients: methods that follow them cannot run on it.',
  );
});

test('the address says which of several things are chosen: only those, none, or by rule where it says nothing', () => {
  const chosen = (given: Record<string, string>) =>
    launchInput(fields, { values: givenValues(fields, given), offer: { ...offer, given }, uploads: {} })
      .trainOn;
  expect(chosen({ sampleId: 'old', trainOn: 'c,gone' })).toEqual(['c']);
  expect(chosen({ sampleId: 'old', trainOn: '' })).toEqual([]);
  expect(chosen({ sampleId: 'old' })).toEqual(['b', 'c']);
});

test('a method with its parameters, sent to a form through its address, comes out as it was', () => {
  const parameters = {
    layers: ['conv1', 'fc2'],
    k: 20,
    rate: 1e-7,
    soft: false,
    metric: 'cosine',
    cap: null,
  };
  const types = {
    layers: 'LAYERS',
    k: 'INTEGER',
    rate: 'NUMBER',
    soft: 'BOOLEAN',
    metric: 'CHOICE',
    cap: 'INTEGER',
  };
  const method = (id: string) => ({
    id,
    title: id,
    fields: Object.entries(types).map(([name, type]) =>
      plainParameter(name, type as 'LAYERS', {
        description: '',
        default: name === 'soft' ? true : name === 'cap' ? null : 5,
      }),
    ),
  });
  const form: LaunchField[] = [
    {
      kind: 'choice',
      name: 'detector',
      title: '',
      description: '',
      variants: [method('first'), method('map')],
    },
  ];
  const given = methodFields('detector', 'map', parameters);
  const { cap: _, ...set } = parameters;
  expect(launchInput(form, { values: givenValues(form, given), offer, uploads: {} })).toEqual({
    detector: { map: set },
  });
});

test('a parameter that counts with one value of another alone is asked for and sent with that one only', () => {
  const pivot = plainParameter('pivot', 'CHOICE', {
    description: '',
    default: 'center',
    options: ['center', 'corner'],
  });
  const corner = plainParameter('corner', 'INTEGER', {
    description: '',
    onlyWith: { parameter: 'pivot', value: 'corner' },
  });
  const variant = { id: 'twist', title: 'Twist', fields: [pivot, corner] };
  const attack: LaunchField = {
    kind: 'choice',
    name: 'attack',
    title: 'Attack',
    description: '',
    variants: [variant],
  };
  const send = (values: LaunchValues) => launchInput([attack], { values, offer, uploads: {} });
  expect(send({ 'attack.twist.corner': '3' })).toEqual({ attack: { twist: { pivot: 'center' } } });
  expect(send({ 'attack.twist.pivot': 'corner', 'attack.twist.corner': '3' })).toEqual({
    attack: { twist: { pivot: 'corner', corner: 3 } },
  });
});

test('a parameter can count where nothing is chosen in another one', () => {
  const layer = plainParameter('layer', 'LAYER', {
    description: '',
    default: 'conv4',
    onlyWith: { parameter: 'layers', value: [] },
  });
  const layers = plainParameter('layers', 'LAYERS', { description: '', default: [] });
  const send = (values: LaunchValues) => launchInput([layer, layers], { values, offer, uploads: {} });
  expect(send({})).toEqual({ layer: 'conv4' });
  expect(send({ layers: ['conv1', 'conv2'] })).toEqual({ layers: ['conv1', 'conv2'] });
  expect(send({ layers: [] })).toEqual({ layer: 'conv4' });
});

test('words that say nothing without others are asked for and sent beside these alone', () => {
  const words = (name: string, beside?: string): LaunchField => ({
    ...{ kind: 'words', name, title: name, description: '' },
    ...(beside && { beside }),
  });
  const form = [words('classColumn'), words('testColumn', 'classColumn')];
  const send = (values: LaunchValues) => launchInput(form, { values, offer, uploads: {} });
  expect(send({ classColumn: ' ', testColumn: 'unseen' })).toEqual({});
  expect(send({ classColumn: 'label', testColumn: 'unseen' })).toEqual({
    classColumn: 'label',
    testColumn: 'unseen',
  });
  expect(valuesOfInput(form, { classColumn: 'label', testColumn: 'unseen' })).toEqual({
    classColumn: 'label',
    testColumn: 'unseen',
  });
});
