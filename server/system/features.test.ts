import { expect, test } from 'vitest';
import { readEnv } from '../env';
import { featuresOf } from './features';

const featuresWith = (variables: Record<string, string>) => featuresOf(readEnv(variables));

test('a server without settings names what all can do, and its limit of rates', () => {
  expect(featuresWith({})).toEqual(expect.arrayContaining(['testBed', 'publicLinks', 'rateLimits']));
  expect(featuresWith({ FIDUCIAL_FIELDS_PER_MINUTE: '0' })).not.toContain('rateLimits');
});

test.each([
  [
    'openId',
    {
      FIDUCIAL_OIDC_ISSUER: 'https://id.example.org',
      FIDUCIAL_OIDC_CLIENT_ID: 'a',
      FIDUCIAL_OIDC_CLIENT_SECRET: 'b',
    },
  ],
  ['s3', { FIDUCIAL_ARTIFACTS: 's3://bucket/prefix' }],
  ['tls', { FIDUCIAL_TLS_CERT: 'a.pem', FIDUCIAL_TLS_KEY: 'b.pem' }],
  ['metricsToken', { FIDUCIAL_METRICS_TOKEN: 'x'.repeat(16) }],
  ['persistedOnly', { FIDUCIAL_PERSISTED_ONLY: 'true' }],
  ['traces', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }],
])('names %s where it is switched on, and only there', (name, variables) => {
  expect(featuresWith(variables)).toContain(name);
  expect(featuresWith({})).not.toContain(name);
});
