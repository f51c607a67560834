import { expect, test, vi } from 'vitest';
import { persist } from './transaction';

test('what is written is written again after the database was away', async () => {
  const away = new Error('Connection terminated unexpectedly');
  const work = vi.fn(async () => 'written').mockRejectedValueOnce(away);
  expect(await persist(work)).toBe('written');
  expect(work).toHaveBeenCalledTimes(2);
});

test('an error that is no outage is not tried again', async () => {
  const work = vi.fn(async () => 'written').mockRejectedValueOnce(new Error('value too long for type'));
  await expect(persist(work)).rejects.toThrow('value too long');
  expect(work).toHaveBeenCalledTimes(1);
});
