import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';

let api: ApiBench;
beforeAll(async () => {
  api = await openApiBench();
});
afterAll(() => api.close());

test.each(['/healthz', '/nothing', '/graphql?query=%7B__typename%7D', '/images/x', '/files/x'])(
  'browsers are told to keep %s to themselves',
  async (path) => {
    const { headers } = await fetch(`${api.address}${path}`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('x-powered-by')).toBeNull();
  },
);
