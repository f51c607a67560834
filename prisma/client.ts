import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/client/client';
import { openPool } from './pool';
import { statementNames } from './statement-names';
import { assertDefinedWhere } from './undefined-where';

export * from './generated/client/client';

/** The client inside `$transaction`: what functions take that write as part of a caller's transaction. */
export type Transaction = Prisma.TransactionClient;

/**
 * A client on the Postgres database at `url`, with a pool of at most `connections`; a statement that takes longer than
 * `statementTimeoutMs` is ended by the database, and a connection that is silent for `silentMs` by us.
 * It refuses an `undefined` in any `where`: Prisma drops such keys, and the query would then reach every row.
 */
export function createPrisma(
  url: string,
  {
    connections = 10,
    statementTimeoutMs,
    silentMs,
    onError,
  }: {
    connections?: number;
    statementTimeoutMs?: number;
    silentMs?: number;
    onError?: (error: Error) => void;
  } = {},
): PrismaClient {
  const report = onError ?? (() => undefined);
  const adapter = new PrismaPg(openPool({ url, max: connections, statementTimeoutMs, silentMs }), {
    disposeExternalPool: true,
    statementNameGenerator: statementNames(),
    onPoolError: report,
    onConnectionError: report,
  });
  const guarded = new PrismaClient({ adapter }).$extends({
    name: 'refuse-undefined-where',
    query: {
      $allModels: {
        $allOperations: ({ model, operation, args, query }) => {
          assertDefinedWhere(`${model}.${operation}`, args);
          return query(args);
        },
      },
    },
  });
  // An extended client differs in type only by `$on`, which nobody calls: the plain type keeps signatures readable.
  return guarded as unknown as PrismaClient;
}
