import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTls } from './tls';

const file = (name: string) => join(import.meta.dirname, '../../test/testkit/certificates', name);
const now = new Date('2026-06-01T00:00:00Z');

test('a certificate and its key are read, with the end of the certificate', () => {
  const { validTo } = readTls({ certificate: file('current.pem'), key: file('current.key') }, now);
  expect(validTo.toISOString()).toBe('2120-01-01T00:00:00.000Z');
});

test.each([
  ['current.pem', 'none.key', now, /FIDUCIAL_TLS_KEY: expected a file that this user may read.*ENOENT/],
  ['current.key', 'current.key', now, /FIDUCIAL_TLS_CERT: expected a certificate as PEM/],
  [
    'current.pem',
    'ended.key',
    now,
    /FIDUCIAL_TLS_KEY: expected the key of .*current\.pem.*of another certificate/,
  ],
  ['current.pem', 'current.pem', now, /FIDUCIAL_TLS_KEY: .*one that cannot be used/],
  ['ended.pem', 'ended.key', now, /has ended on 2021-01-01.*Renew it/],
  ['current.pem', 'current.key', new Date('2019-01-01'), /begins on 2020-01-01.*Is the clock right/],
])('%s with %s is refused in words', (certificate, key, at, words) => {
  expect(() => readTls({ certificate: file(certificate), key: file(key) }, at)).toThrow(words);
});
