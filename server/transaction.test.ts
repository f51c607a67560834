import { expect, test, vi } from 'vitest';
import { persist } from './transaction';

test.each([
  'connect ECONNREFUSED 127.0.0.1:5432',
  'Connection terminated unexpectedly',
  'the database system is starting up',
  // What pg says of a client whose connection broke while a transaction was between two statements.
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
])('what is written is written again after the database was away: %s', async (message) => {
  const work = vi.fn(async () => 'written').mockRejectedValueOnce(new Error(message));
  expect(await persist(work)).toBe('written');
  expect(work).toHaveBeenCalledTimes(2);
});

test('an error that is no outage is not tried again', async () => {
  const work = vi.fn(async () => 'written').mockRejectedValueOnce(new Error('value too long for type'));
  await expect(persist(work)).rejects.toThrow('value too long');
  expect(work).toHaveBeenCalledTimes(1);
});
