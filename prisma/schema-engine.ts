import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import {
  type MigrationDirectory,
  type MigrationList,
  SchemaEngine,
} from '@prisma/schema-engine-wasm/schema_engine_bg';
import { introspectionAdapter } from './introspection-adapter';
import type { SchemaFile } from './read-schema';

/** The part of WebAssembly that is used here: its types come with the DOM's, which this code does not have. */
interface WebAssemblyApi {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: object } }>;
}

let initialized: Promise<void> | undefined;

/** Node 20 cannot import a .wasm file, so the module is instantiated by hand and given to the JavaScript around it. */
async function initialize(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(join(entry, '..', 'schema_engine_bg.wasm'));
  // The engine hands its last words to this global before it stops on a bug of its own.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (words: string) => {
        throw new Error(`Schema engine: ${words}`);
      },
    },
  });
  const { WebAssembly: api } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
  const { instance } = await api.instantiate(bytes, { './schema_engine_bg.js': { ...glue } });
  // The typings leave out these two, which the package's own entry calls in the same order.
  const { __wbg_set_wasm } = glue as unknown as { __wbg_set_wasm(exports: object): void };
  const { __wbindgen_start } = instance.exports as { __wbindgen_start(): void };
  __wbg_set_wasm(instance.exports);
  __wbindgen_start();
}

/** Runs `use` with Prisma's schema engine on the database at `url`, `datamodel` being the files of the schema. */
export async function withSchemaEngine<T>(
  { url, datamodel }: { url: string; datamodel?: readonly SchemaFile[] },
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  initialized ??= initialize();
  await initialized;
  const adapter = introspectionAdapter(url);
  const datamodels: [string, string][] | undefined = datamodel?.map(({ path, content }) => [path, content]);
  const engine = await SchemaEngine.new(
    { datamodels },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter.factory),
  );
  try {
    return await use(engine);
  } finally {
    engine.free();
    await adapter.close();
  }
}

/** The migrations, read from `folder` already, as the engine wants them. */
export function migrationList(
  folder: string,
  migrations: readonly { name: string; sql: string }[],
): MigrationList {
  const migrationDirectories = migrations.map(
    ({ name, sql }): MigrationDirectory => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    }),
  );
  const lockfile = { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' };
  return { baseDir: folder, lockfile, shadowDbInitScript: '', migrationDirectories };
}
