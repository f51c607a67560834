import { describe, expect, test } from 'vitest';
import { readEnv } from './env';

describe('readEnv', () => {
  test('has a default for everything and takes empty variables for absent', () => {
    const env = readEnv({ FIDUCIAL_PORT: '', DATABASE_URL: '' });
    expect(env.port).toBe(4600);
    expect(env.databaseUrl).toBeUndefined();
    expect(env.artifactFolder).toBe(`${env.dataFolder}/artifacts`);
    expect(env.workerConcurrency).toBeGreaterThan(0);
  });

  test('tells all mistakes together, with what it got', () => {
    const read = () =>
      readEnv({
        FIDUCIAL_PORT: '70000',
        WORKER_CONCURRENCY: 'two',
        DATABASE_URL: 'mysql://x',
        FIDUCIAL_BACKEND: 'nativ',
      });
    expect(read).toThrow(/FIDUCIAL_PORT: expected a port, 1 to 65535, got 70000/);
    expect(read).toThrow(/WORKER_CONCURRENCY: .*two/);
    expect(read).toThrow(/DATABASE_URL: expected an address/);
    expect(read).toThrow(/FIDUCIAL_BACKEND: expected native or wasm, got nativ/);
  });

  test('tells a bucket from a folder', () => {
    const env = readEnv({ FIDUCIAL_DATA: '/d', FIDUCIAL_ARTIFACTS: 's3://images/of/ours/' });
    expect(env.artifactFolder).toBe('/d/artifacts-cache');
    expect(env.artifactBucket).toMatchObject({ bucket: 'images', prefix: 'of/ours/' });
    expect(readEnv({ FIDUCIAL_ARTIFACTS: 's3://images' }).artifactBucket?.prefix).toBe('');
    expect(readEnv({ FIDUCIAL_ARTIFACTS: '/a' })).toMatchObject({ artifactFolder: '/a' });
    expect(() => readEnv({ FIDUCIAL_ARTIFACTS: 's3:/images' })).toThrow(/expected a folder, or an address/);
  });

  test('never shows the password of an address that is malformed', () => {
    const read = () => readEnv({ DATABASE_URL: 'postgres//me:open-sesame@host/db' });
    expect(read).toThrow(/DATABASE_URL: expected an address/);
    expect(read).not.toThrow(/sesame/);
  });

  test.each([
    [{ FIDUCIAL_TLS_CERT: '/a.pem' }, 'FIDUCIAL_TLS_CERT and FIDUCIAL_TLS_KEY: expected both, or none'],
    [{ FIDUCIAL_TLS_KEY: '/a.key' }, 'FIDUCIAL_TLS_CERT and FIDUCIAL_TLS_KEY: expected both, or none'],
    [
      { FIDUCIAL_TLS_CERT: '/a.pem', FIDUCIAL_TLS_KEY: '/a.key', FIDUCIAL_PUBLIC_URL: 'http://x.example' },
      'FIDUCIAL_PUBLIC_URL: expected an address with https',
    ],
    [
      { FIDUCIAL_HOST: '0.0.0.0', FIDUCIAL_PUBLIC_URL: 'https://x.example' },
      'but the server listens on 0.0.0.0 without TLS',
    ],
    [{ FIDUCIAL_TRUSTED_PROXIES: 'proxy' }, 'FIDUCIAL_TRUSTED_PROXIES: expected addresses'],
    [{ FIDUCIAL_METRICS_TOKEN: 'short' }, 'FIDUCIAL_METRICS_TOKEN: expected at least 16 characters'],
  ])('refuses %j', (variables, words) => {
    expect(() => readEnv(variables)).toThrow(words);
    expect(() => readEnv(variables)).not.toThrow(/short/);
  });

  test('takes an address with https on this machine, where a proxy ends TLS', () => {
    expect(readEnv({ FIDUCIAL_PUBLIC_URL: 'https://x.example' }).tls).toBeUndefined();
  });
});
