import { expect, test } from 'vitest';
import { checkField } from './check-field';
import { chosenBefore, chosenNow, fittedParameters } from './fitted-parameters';
import { type LaunchField, plainParameter, type ThingOption } from './launch-fields';
import { launchInput } from './launch-input';
import type { LaunchValues, Offer } from './launch-state';
import { visibleFields } from './visible-fields';

const detector = (name: string, none?: string): LaunchField => ({
  ...{ kind: 'thing', of: 'detectors', name, title: '', description: '', attacked: true },
  ...(none !== undefined && { none, optional: true }),
});
const refresh = {
  ...plainParameter('refreshEvery', 'INTEGER', { description: '', default: 1, onlyAgainst: ['knn'] }),
};
const steps = plainParameter('steps', 'INTEGER', { description: '', default: 40 });
const form: LaunchField[] = [
  detector('detectorId'),
  detector('surrogateId', 'The detector itself'),
  {
    ...{ kind: 'choice', name: 'attack', title: '', description: '' },
    variants: [{ id: 'walk', title: 'Walk', fields: [steps, refresh] }],
  },
];
const option = (id: string, methodId?: string): ThingOption => ({
  ...{ id, name: id, ready: true },
  ...(methodId && { methodId }),
});
const offer: Offer = {
  given: {},
  things: {
    ...{ datasets: [], models: [], samples: [], attackSets: [], referenceSets: [], layerSweeps: [] },
    detectors: [option('map', 'evolutionMap'), option('neighbors', 'knn'), option('unknown')],
  },
};
const sent = (values: LaunchValues) =>
  launchInput(fittedParameters(form, chosenNow(form, { values, offer }), offer), {
    values,
    offer,
    uploads: {},
  });

test('a parameter that the attacked detector does not read is neither asked for nor sent', () => {
  expect(sent({ detectorId: 'map' })).toMatchObject({ attack: { walk: { steps: 40 } } });
  expect(sent({ detectorId: 'map' })).not.toHaveProperty('attack.walk.refreshEvery');
  expect(sent({ detectorId: 'neighbors' })).toHaveProperty('attack.walk.refreshEvery', 1);
  // Nobody said what it reads.
  expect(sent({ detectorId: 'unknown' })).toHaveProperty('attack.walk.refreshEvery', 1);
});

test('it is the surrogate that an attacker is given, where one is', () => {
  expect(sent({ detectorId: 'map', surrogateId: 'neighbors' })).toHaveProperty('attack.walk.refreshEvery', 1);
  expect(sent({ detectorId: 'neighbors', surrogateId: 'map' })).not.toHaveProperty(
    'attack.walk.refreshEvery',
  );
});

test('of an earlier launch counts what it was against, also where another one would be offered now', () => {
  const before = (values: LaunchValues) =>
    visibleFields(fittedParameters(form, chosenBefore(form, { values, offer }), offer), values).map(
      ({ path }) => path,
    );
  expect(before({ detectorId: 'map' })).not.toContain('attack.walk.refreshEvery');
  expect(before({ detectorId: 'neighbors' })).toContain('attack.walk.refreshEvery');
  expect(before({ detectorId: 'gone' })).toContain('attack.walk.refreshEvery');
});

test('a class is chosen by its name where the names are known, and is still sent by its number', () => {
  const reach = plainParameter('reach', 'CLASS', {
    description: '',
    required: true,
    maximum: 1_000_000,
    minimum: 0,
  });
  const attack: LaunchField[] = [
    { ...{ kind: 'thing', of: 'samples', name: 'sampleId', title: '', description: '' } },
    {
      ...{ kind: 'choice', name: 'attack', title: '', description: '' },
      variants: [{ id: 'walk', title: 'Walk', fields: [reach] }],
    },
  ];
  const things: Offer['things'] = {
    ...offer.things,
    datasets: [{ ...option('pets'), classNames: ['cat', 'dog'] }, option('nameless')],
    models: [
      { ...option('of pets'), datasetId: 'pets' },
      { ...option('of nameless'), datasetId: 'nameless' },
    ],
    samples: [
      { ...option('known'), modelId: 'of pets' },
      { ...option('unknown'), modelId: 'of nameless' },
      { ...option('elsewhere'), modelId: 'not listed' },
    ],
  };
  const fieldsAt = (values: LaunchValues) => {
    const here = { values, offer: { things, given: {} } };
    return fittedParameters(attack, chosenNow(attack, here), { things });
  };
  const stateAt = (sampleId: string, reached: string) => {
    const values = { sampleId, 'attack.walk.reach': reached };
    const fields = fieldsAt(values);
    const placed = visibleFields(fields, values).find(({ path }) => path === 'attack.walk.reach');
    return {
      options: placed?.field.kind === 'parameter' ? placed.field.parameter.options : undefined,
      problem: placed && checkField(placed, values, []),
      sent: launchInput(fields, { values, offer: { things, given: {} }, uploads: {} }),
    };
  };
  expect(stateAt('known', '1')).toEqual({
    options: ['cat', 'dog'],
    problem: undefined,
    sent: { sampleId: 'known', attack: { walk: { reach: 1 } } },
  });
  expect(stateAt('known', '2').problem).toBe('Expected one of the 2 classes, numbered from 0, got 2.');
  expect(stateAt('known', '').problem).toBe('A value is needed.');
  for (const sampleId of ['unknown', 'elsewhere'])
    expect(stateAt(sampleId, '7')).toMatchObject({ options: null, problem: undefined });
});
