import { ArtifactDamagedError } from './store';

/** The server of the bucket is away, or does not let us in. */
export class StoreAwayError extends Error {
  override readonly name = 'StoreAwayError';
  /** Stable word for programs. */
  readonly code = 'STORE_AWAY';
}

/**
 * Asks the bucket for bytes and puts what goes wrong into the store's words; a full disk of this machine stays what it is.
 *
 * @throws {ArtifactDamagedError} when they are not there
 * @throws {StoreAwayError} when there is no answer, or no right to one
 */
export async function inStoreWords<T>(digest: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code } = error as NodeJS.ErrnoException; // the SDK's errors and those of the system
    if (error.name === 'NoSuchKey' || error.name === 'NotFound')
      throw new ArtifactDamagedError(`Artifact ${digest} cannot be read (it is not in the bucket).`);
    if (code && /^E(NOSPC|DQUOT|IO|ROFS|MFILE|NFILE|NOENT)$/.test(code)) throw error;
    throw new StoreAwayError(`The bucket of the store does not answer (${error.name}).`, { cause: error });
  }
}
