import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';

let api: ApiBench;
beforeAll(async () => {
  api = await openApiBench();
});
afterAll(() => api.close());

test('the audits of GraphQL over HTTP find no error', async () => {
  const results = await auditServer({ url: `${api.address}/graphql` });
  expect(results.length).toBeGreaterThan(50);
  const errors = results.filter(({ status }) => status === 'error');
  expect(errors.map(({ name, ...more }) => [name, 'reason' in more && more.reason])).toEqual([]);
});
