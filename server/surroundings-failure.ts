import { ArtifactDamagedError } from './artifact/store';
import { StoreAwayError } from './artifact/store-away';
import { databaseCode, databaseIsAway } from './database-away';

/** A failure that is neither the asker's mistake nor a bug: something around the server is damaged, full or away. */
export interface SurroundingsFailure {
  /** GraphQL's error code. */
  readonly code: 'ARTIFACT_DAMAGED' | 'DISK_FULL' | 'UNAVAILABLE' | 'DEADLINE';
  /** HTTP's. */
  readonly status: 500 | 503 | 507;
  /** For people. */
  readonly message: string;
}

/** What PostgreSQL says at its statement_timeout, wherever Prisma puts it. */
const tooSlowWords = /canceling statement due to statement timeout/i;

/** What to tell of an error from the surroundings; undefined for any other. */
export function surroundingsFailure(error: unknown): SurroundingsFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof ArtifactDamagedError)
    return { code: 'ARTIFACT_DAMAGED', status: 500, message: error.message };
  if (error instanceof StoreAwayError)
    return {
      code: 'UNAVAILABLE',
      status: 503,
      message: 'The store of files does not answer; nothing is lost, try again in a moment.',
    };
  // Prisma's own code says only that a query failed.
  const code = databaseCode(error) ?? (error as { code?: unknown }).code; // system errors and those of pg have one
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100')
    return {
      code: 'DISK_FULL',
      status: 507,
      message: 'The disk is full: nothing of this was kept. Make room and try again.',
    };
  if (code === '57014' || tooSlowWords.test(error.message))
    return {
      code: 'DEADLINE',
      status: 503,
      message: 'The database took too long and was stopped: ask for less at once, or try again.',
    };
  if (databaseIsAway(error))
    return {
      code: 'UNAVAILABLE',
      status: 503,
      message: 'The database does not answer; nothing is lost, try again in a moment.',
    };
  return undefined;
}
