/** Writes the schema where pages and clients find it: `npm run schema`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from '../root-folder';
import { schemaText } from './schema-text';

writeFileSync(join(rootFolder, 'packages/schema/schema.graphql'), schemaText);
