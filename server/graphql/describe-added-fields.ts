import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';

/** Descriptions of the fields that Pothos adds itself and takes no words for. */
const words: Readonly<Record<string, string>> = {
  totalCount: 'Elements of the whole list.',
  id: 'Global id.',
};

/** Describes the fields that the builder's plugins leave without a description, so that the SDL has one for every field. */
export function describeAddedFields(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) field.description ??= words[field.name];
  }
  return schema;
}
