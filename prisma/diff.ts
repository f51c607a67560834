import { prismaFolder } from './folder';
import { migrate } from './migrate';
import { readSchema } from './read-schema';
import { withSchemaEngine } from './schema-engine';
import { withScratchDatabase } from './scratch-database';

/**
 * SQL that turns what all migrations make into what the schema says; empty when they agree.
 * The migrations are tried out in a database that is made and dropped on the server of `url`.
 */
export async function diffFromSchema(url: string): Promise<string> {
  const files = await readSchema();
  return withScratchDatabase(url, async (scratch) => {
    await migrate(scratch);
    return withSchemaEngine({ url: scratch, datamodel: files }, async (engine) => {
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
