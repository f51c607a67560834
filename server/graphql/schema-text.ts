import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './schema';

/** The schema as text: sorted, so that a change shows as what it is. */
export const schemaText = `${printSchema(lexicographicSortSchema(schema))}\n`;
