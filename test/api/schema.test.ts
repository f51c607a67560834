import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { schema } from '@fiducial/server/graphql/schema';
import { schemaText } from '@fiducial/server/graphql/schema-text';
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { describe, expect, test } from 'vitest';

const require = createRequire(import.meta.url);

describe('the published schema', () => {
  test('is what the server answers with: npm run schema emits it anew', () => {
    expect(readFileSync(require.resolve('@fiducial/schema/schema.graphql'), 'utf8')).toBe(schemaText);
  });

  test('describes every type, field, argument and value', () => {
    const silent: string[] = [];
    const note = (name: string, description: string | null | undefined) => {
      if (!description) silent.push(name);
    };
    const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
    for (const type of types) {
      note(type.name, type.description);
      if (isEnumType(type))
        for (const { name, description } of type.getValues()) note(`${type.name}.${name}`, description);
      if (isInputObjectType(type) || isObjectType(type) || isInterfaceType(type))
        for (const field of Object.values(type.getFields())) {
          note(`${type.name}.${field.name}`, field.description);
          if ('args' in field)
            for (const { name, description } of field.args)
              note(`${type.name}.${field.name}(${name})`, description);
        }
    }
    expect(silent).toEqual([]);
  });
});

describe('clients of the last release', () => {
  const read = (name: string) => readFileSync(require.resolve(`@fiducial/schema/${name}`), 'utf8');
  const released = buildSchema(read('released.graphql'));
  const broken = (now: GraphQLSchema) =>
    findBreakingChanges(released, now).map((change) => change.description);

  test('find everything that they ask for: the schema only grows', () => {
    expect(broken(schema)).toEqual([]);
  });

  test('are noticed where they would not', () => {
    const text = read('released.graphql').replace(/(type ServerInfo \{[^}]*)version:/, '$1edition:');
    expect(broken(buildSchema(text))).toEqual(['ServerInfo.version was removed.']);
  });
});
