import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate, prismaFolder } from './migrate';
import { withSchemaEngine } from './schema-engine';
import { withScratchDatabase } from './scratch-database';

/**
 * SQL that turns what all migrations make into what schema.prisma says; empty when they agree.
 * The migrations are tried out in a database that is made and dropped on the server of `url`.
 */
export async function diffFromSchema(url: string): Promise<string> {
  const content = await readFile(join(prismaFolder, 'schema.prisma'), 'utf8');
  const files = [{ path: 'schema.prisma', content }];
  return withScratchDatabase(url, async (scratch) => {
    await migrate(scratch);
    return withSchemaEngine({ url: scratch, datamodel: content }, async (engine) => {
      const { stdout } = await engine.diff({
        from: { tag: 'schemaDatasource', files, configDir: prismaFolder },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: null,
        filters: { externalTables: ['public._prisma_migrations'], externalEnums: [] },
      });
      const script = stdout ?? '';
      return script.trim() === '-- This is an empty migration.' ? '' : script;
    });
  });
}
