import { diffFromSchema } from '@fiducial/prisma/diff';
import { expect, inject, test } from 'vitest';

test('the migrations make what the schema says, and nothing else', async () => {
  expect(await diffFromSchema(inject('databaseUrl'))).toBe('');
}, 60_000);
