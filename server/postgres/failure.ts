import { SetUpError } from '../set-up-error';

const causes: readonly (readonly [RegExp, (folder: string) => string])[] = [
  [
    /No space left on device|disk quota exceeded/i,
    () => 'The disk is full. Free some space and start again.',
  ],
  [/Address already in use/i, () => 'Its port was taken by another program meanwhile. Start again.'],
  [/database files are incompatible/i, (folder) => `${folder} was made by another version of PostgreSQL.`],
  [/could not create shared memory|shmget|shm_open/i, () => 'The machine gives it no shared memory.'],
  [
    /Permission denied|has wrong ownership|invalid permissions/i,
    (folder) =>
      `It may not use ${folder}. The folder must belong to the user that runs it and be closed to others.`,
  ],
  [
    /error while loading shared libraries|cannot open shared object|Library not loaded|version `GLIBC/i,
    () =>
      'A library that it needs is missing on this machine. Set DATABASE_URL to a PostgreSQL server instead.',
  ],
  [
    /invalid (primary )?checkpoint|could not locate a valid checkpoint|PANIC/i,
    (folder) => `${folder} is damaged.`,
  ],
];

/** A sentence for what PostgreSQL wrote before it gave up, with its last lines where the cause is unknown. */
export function describeFailure(what: string, output: string, folder: string): SetUpError {
  const cause = causes.find(([pattern]) => pattern.test(output))?.[1](folder);
  const lines = output.trim().split('\n').slice(-4).join(' | ');
  return new SetUpError(`${what}. ${cause ?? ''} PostgreSQL says: ${lines}`.replace('  ', ' '));
}
