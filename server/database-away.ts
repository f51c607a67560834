import { Prisma } from '@fiducial/prisma/client';
import { z } from 'zod';

/** Prisma: refused, cannot be reached, timed out, closed the connection or the transaction, no connection to be had in time. */
const prismaCodes = new Set(['P1000', 'P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
/** Kinds of error by which Prisma's adapter says the same: raw queries carry them below P2010. */
const adapterKinds = new Set([
  'ConnectionClosed',
  'DatabaseNotReachable',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
]);
/** PostgreSQL: shuts down, starts up, was ended; the connection broke; too many connections. */
const systemCodes =
  /^(57P0[1-5]|08\d{3}|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/;
/** What is left of these where an error was made of another one. */
const words =
  /ECONNREFUSED|ECONNRESET|EPIPE|57P0[123]|Can't reach database server|Connection terminated|terminating connection|the database system is|too many clients|timeout exceeded when trying to connect|Server has closed the connection|is not queryable/i;

const adapterErrorSchema = z.object({
  cause: z.object({ kind: z.string(), originalCode: z.string().optional() }),
});
const wrappedErrorSchema = z.object({ meta: z.object({ driverAdapterError: adapterErrorSchema }) });

/** Whether an error says that the database is away, not that it refuses. */
export function databaseIsAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  const { code } = error as { code?: unknown }; // system errors and those of pg and Prisma have one
  if (typeof code === 'string' && (prismaCodes.has(code) || systemCodes.test(code))) return true;
  const kind = adapterCause(error)?.kind;
  return (kind !== undefined && adapterKinds.has(kind)) || words.test(error.message);
}

/** PostgreSQL's code of an error, such as `53100`, wherever Prisma put it; undefined for errors that are not PostgreSQL's. */
export function databaseCode(error: Error): string | undefined {
  return adapterCause(error)?.originalCode;
}

/** What Prisma's adapter said of an error, which comes wrapped from queries and bare from the ends of transactions. */
function adapterCause(error: Error): z.output<typeof adapterErrorSchema>['cause'] | undefined {
  const wrapped = wrappedErrorSchema.safeParse(error);
  if (wrapped.success) return wrapped.data.meta.driverAdapterError.cause;
  return error.name === 'DriverAdapterError' ? adapterErrorSchema.safeParse(error).data?.cause : undefined;
}
