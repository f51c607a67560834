import { expect, test } from 'vitest';
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
  launchInput(fittedParameters(form, chosenNow(form, { values, offer })), { values, offer, uploads: {} });

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
    visibleFields(fittedParameters(form, chosenBefore(form, { values, offer })), values).map(
      ({ path }) => path,
    );
  expect(before({ detectorId: 'map' })).not.toContain('attack.walk.refreshEvery');
  expect(before({ detectorId: 'neighbors' })).toContain('attack.walk.refreshEvery');
  expect(before({ detectorId: 'gone' })).toContain('attack.walk.refreshEvery');
});
