import type { Readable } from 'node:stream';
import type { Chunks, StoredBytes } from './stage-file';
import type { StoredFile } from './store-contents';

/** Bytes in the store are not what their digest says, or are gone. */
export class ArtifactDamagedError extends Error {
  override readonly name = 'ArtifactDamagedError';
  /** Stable word for programs. */
  readonly code = 'ARTIFACT_DAMAGED';
}

/** Inclusive, as in HTTP. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where attempts of a run keep checkpoints of one computation. */
export interface CheckpointFolder {
  readonly path: string;
  /** Sends what was kept there since the last time to where other machines find it. */
  share(signal: AbortSignal): Promise<void>;
}

/** Bytes under their sha256, wherever they rest. What is on its way in is staged in a folder of this machine. */
export interface ArtifactStore {
  /** What people call the place. */
  readonly name: string;
  /** Folder of this machine with what is staged. */
  readonly folder: string;
  has(digest: string): Promise<boolean>;
  /** Takes bytes in. `expected` is the digest that somebody announced. @throws {ArtifactDamagedError} when it differs. */
  put(chunks: Chunks, expected?: string): Promise<StoredBytes>;
  /** Moves a file that was staged in this store's folder to its address. */
  adopt(staged: string, stored: StoredBytes): Promise<void>;
  /** A stream of the bytes or of a range of them, after their size was checked. @throws {ArtifactDamagedError} */
  open(digest: string, options: { bytes: number; range?: ByteRange }): Promise<Readable>;
  /** All bytes, hashed. @throws {ArtifactDamagedError} */
  read(digest: string): Promise<Buffer>;
  /** Some bytes, from `start`. @throws {ArtifactDamagedError} when there are fewer than `length`. */
  readRange(digest: string, start: number, length: number): Promise<Buffer>;
  /** A file of this machine with the bytes, for reading only. It stays at least as long as the folder `holder` in staging. */
  lend(stored: StoredBytes, holder: string): Promise<string>;
  /** Hashes what rests in the store itself. @throws {ArtifactDamagedError} */
  check(stored: StoredBytes): Promise<void>;
  /** How many bytes rest there, without reading them. @throws {ArtifactDamagedError} when it is gone. */
  size(digest: string): Promise<number>;
  /** Everything under a content address, whatever the records say, a few hundred at a time: there may be millions. */
  list(): AsyncGenerator<StoredFile[]>;
  /** Removes bytes, there or not. */
  remove(digest: string): Promise<void>;
  /** Lets go of what was sent of files whose sending broke off `quietMs` ago or more; says how many. */
  clearUnfinished(quietMs: number): Promise<number>;
  /** What keeps bytes from being taken in now, in words without names of hosts and folders; undefined when nothing does. */
  obstacle(): Promise<string | undefined>;
  /** Where one attempt of a run leaves its files. */
  staging(runId: string, attempt: number): string;
  /**
   * Where attempts of a run keep checkpoints of one computation, by its digest, with those that other machines shared. Goes
   * with the run's staging.
   */
  checkpoints(runId: string, computation: string): Promise<CheckpointFolder>;
  /** Runs that have checkpoints where other machines find them, but for a folder, in which staging has them. */
  sharedCheckpointRuns(): Promise<string[]>;
  /** Removes what attempts of a run before `attempt` left behind; everything, checkpoints that are shared too, without it. */
  clearStaging(runId: string, attempt?: number): Promise<void>;
}
