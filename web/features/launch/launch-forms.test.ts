import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type GraphQLInputObjectType, isInputObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { priority } from './forms/common-fields';
import type { LaunchField } from './launch-fields';
import { launchForms } from './launch-forms';
import type { LaunchOptions } from './launch-options';
import { fieldName } from './visible-fields';

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
