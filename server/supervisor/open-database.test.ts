import { ForeignDatabaseError } from '@fiducial/prisma/migrate';
import { expect, test } from 'vitest';
import { describeTablesFailure } from './open-database';

test('a database that holds other tables is told by its name, with what to do', () => {
  expect(describeTablesFailure(new ForeignDatabaseError('shop'), true)).toBe(
    'The database shop of DATABASE_URL holds other tables. Make an empty one (createdb fiducial), or unset DATABASE_URL to use the embedded one.',
  );
});

test.each([true, false])('any other failure is a sentence, in a database of our own or not: %s', (own) => {
  const words = describeTablesFailure(new Error('permission denied for schema public'), own);
  expect(words).toMatch(/^The tables cannot .*permission denied for schema public\. /);
});
