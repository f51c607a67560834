import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prismaFolder } from './folder';

/** A file of the schema, as the schema engine takes it. */
export interface SchemaFile {
  readonly path: string;
  readonly content: string;
}

/** The files of `schema/`, by name: together they are the schema. */
export async function readSchema(): Promise<SchemaFile[]> {
  const folder = join(prismaFolder, 'schema');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join('schema', name);
      return { path, content: await readFile(join(folder, name), 'utf8') };
    }),
  );
}
