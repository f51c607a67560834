import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type GraphQLInputObjectType, isInputObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { priority } from './forms/common-fields';
import type { LaunchField, ThingOption } from './launch-fields';
import { launchForms } from './launch-forms';
import type { LaunchOptions } from './launch-options';
import { narrowedFields, thingChoice } from './thing-choice';
import { fieldName, visibleFields } from './visible-fields';

const schema = buildSchema(
  readFileSync(join(import.meta.dirname, '../../../packages/schema/schema.graphql'), 'utf8'),
);
const options: LaunchOptions = {
  project: { id: '', name: '' },
  mostAtOnce: 100,
  protocols: [],
  things: {
    ...{ datasets: [], models: [], samples: [], attackSets: [] },
    ...{ referenceSets: [], detectors: [], layerSweeps: [] },
  },
  // Their parameters are drawn from what the server says of them.
  methods: { attack: [], adaptiveAttack: [], detector: [], architecture: [] },
};
/** Filled in by the page itself. */
const byThePage = new Set(['projectId', 'idempotencyKey']);
/** Nothing is random in an import, and a source without parameters has nothing to say. */
const withoutMeaning = new Set(['ImportDatasetInput.seed', 'MnistInput.none']);

/** Fields of an input that no field of a form gives. */
function missing(input: GraphQLInputObjectType, fields: readonly LaunchField[]): string[] {
  const given = new Set(fields.map((field) => fieldName(field).split('.')[0]));
  const without = Object.keys(input.getFields()).filter(
    (name) => !given.has(name) && !byThePage.has(name) && !withoutMeaning.has(`${input.name}.${name}`),
  );
  const within = fields.flatMap((field) => {
    if (field.kind !== 'choice') return [];
    const choice = schema.getType('DatasetSourceInput');
    return field.variants.flatMap(({ id, fields: inner }) => {
      const type = isInputObjectType(choice) ? choice.getFields()[id]?.type : undefined;
      return isInputObjectType(type) ? missing(type, inner).map((name) => `${id}.${name}`) : [];
    });
  });
  return [...without, ...within];
}

test.each(Object.entries(launchForms))('the form %s can say all that its mutation takes', (_, plan) => {
  const { mutation } = plan;
  const input = schema.getType(`${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`);
  if (!isInputObjectType(input)) throw new Error(`${mutation} takes no input`);
  expect(missing(input, [...plan.fields(options), priority])).toEqual([]);
});

test('an attack on a detector begins with the budgets of the attacks on its sample, as they would be typed', () => {
  const attackSet = (id: string, sampleId: string, rest: Partial<ThingOption>): ThingOption => ({
    ...{ id, name: id, ready: true, control: false, testOnly: false, epsilons: [] },
    ...{ sampleId, ...rest },
  });
  const detector: ThingOption = { id: 'knn', name: 'kNN', ready: true, sampleId: 'ours' };
  const attackSets = [
    attackSet('other', 'theirs', { epsilons: [0.5] }),
    attackSet('noise', 'ours', { control: true, epsilons: [0.4] }),
    attackSet('minimal', 'ours', {}),
    attackSet('adaptive', 'ours', { testOnly: true, epsilons: [0.3] }),
    attackSet('newest', 'ours', { epsilons: [0.1] }),
    // 60/255 but for the last digit.
    attackSet('most', 'ours', { epsilons: [8 / 255, 0.2, 0.2352941176470588] }),
    attackSet('older', 'ours', { epsilons: [0.1, 0.2, 0.3] }),
  ];
  const firstAmong = (attackSets: readonly ThingOption[]) => {
    const things = { ...options.things, detectors: [detector], attackSets };
    const fields = launchForms['adaptive-attack'].fields({ ...options, things });
    const narrowed = narrowedFields(fields, { values: {}, offer: { things, given: {} } });
    return narrowed.find((field) => field.kind === 'numbers')?.first;
  };
  expect(firstAmong(attackSets)).toBe('8/255, 0.2, 60/255');
  expect(firstAmong(attackSets.slice(0, 4))).toBe('20/255, 40/255, 60/255, 80/255');
});

test('an evaluation begins with the attack sets that most evaluations on the sample have, else with all', () => {
  const attackSets = ['new', 'cw', 'fgsm'].map((id) => ({ id, name: id, ready: true, sampleId: 'ours' }));
  const detectors = [{ id: 'knn', name: 'kNN', ready: true, sampleId: 'ours' }];
  const things = { ...options.things, detectors, attackSets };
  const on = (attackSetIds: string[], sampleId = 'ours') => ({ sampleId, attackSetIds });
  const firstAfter = (judgedOn: ReturnType<typeof on>[], given: Record<string, string> = {}) => {
    const fields = launchForms.evaluation.fields({ ...options, things, judgedOn });
    const all = visibleFields(fields, {});
    const sets = all.find(({ path }) => path === 'attackSetIds');
    return (
      sets && thingChoice(sets, all, { values: {}, offer: { things, given } }).chosen.map(({ id }) => id)
    );
  };
  const twice = [on(['fgsm', 'cw']), on(['cw', 'fgsm'])];
  expect(firstAfter([on(['new', 'cw']), ...twice])).toEqual(['cw', 'fgsm']);
  expect(firstAfter([on(['new']), on(['fgsm'])])).toEqual(['new']);
  expect(firstAfter([on(['new'], 'theirs'), on(['gone'])])).toEqual(['new', 'cw', 'fgsm']);
  expect(firstAfter([])).toEqual(['new', 'cw', 'fgsm']);
  expect(firstAfter(twice, { attackSetId: 'new' })).toEqual(['new', 'cw', 'fgsm']);
});
