import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** Types of PostgreSQL's catalog, by number: the one-byte `"char"`, and arrays of it. */
const charType = 18;
const charArrayType = 1002;

/**
 * The pool marks columns of type `"char"`, of which the catalog is full and which the adapter refuses, as arrays of
 * it, which the adapter knows; values have been read by then. The adapter below turns the mark into the right type.
 */
class CatalogPool extends pg.Pool {
  // The many overloads of `query` cannot be repeated here; the adapter awaits a result, never passes a callback.
  override query = (async (...args: [pg.QueryConfig]) => {
    const result = await super.query(...args);
    for (const field of result.fields ?? [])
      if (field.dataTypeID === charType) field.dataTypeID = charArrayType;
    return result;
  }) as unknown as pg.Pool['query'];
}

/** A driver adapter with what it holds open. */
export interface IntrospectionAdapter {
  readonly factory: SqlMigrationAwareDriverAdapterFactory;
  /** The engine never closes what it opened: its connections would stay until they are found idle. */
  close(): Promise<void>;
}

/** The Postgres driver adapter for `url`, able to read the catalog, so that a live database can be compared. */
export function introspectionAdapter(url: string): IntrospectionAdapter {
  const pool = new CatalogPool({ connectionString: url, max: 2 });
  const inner = new PrismaPg(pool);
  const connect = async () => {
    const adapter = await inner.connect();
    const read = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query: SqlQuery) => {
      const result = await read(query);
      const columnTypes = result.columnTypes.map((type) =>
        type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    // The adapter's own parts a script at every semicolon, those in the body of a function too. As one message it is
    // also one transaction: a migration that fails leaves nothing behind.
    adapter.executeScript = async (script: string) => {
      await pool.query(script);
    };
    return adapter;
  };
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: inner.provider,
    adapterName: inner.adapterName,
    connect,
    connectToShadowDb: () => inner.connectToShadowDb(),
  };
  return { factory, close: () => pool.end() };
}
