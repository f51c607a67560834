import { writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './schema';

/** The schema as text: sorted, so that a change shows as what it is. */
export const schemaText = `${printSchema(lexicographicSortSchema(schema))}\n`;

const [, , target] = process.argv;
if (target) writeFileSync(target, schemaText);
