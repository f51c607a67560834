import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { ArtifactDamagedError } from './artifact/store';
import { maskError } from './graphql/mask-error';
import { surroundingsFailure } from './surroundings-failure';

const withCode = (code: string, message = 'words of the system') =>
  Object.assign(new Error(message), { code });

test.each([
  [new ArtifactDamagedError('Artifact ab is damaged.'), 'ARTIFACT_DAMAGED', 500, 'Artifact ab is damaged.'],
  [withCode('ENOSPC'), 'DISK_FULL', 507, /^The disk is full: /],
  [withCode('P1001'), 'UNAVAILABLE', 503, /^The database does not answer; nothing is lost/],
  [withCode('ECONNREFUSED', ''), 'UNAVAILABLE', 503, /^The database/],
  [withCode('57P01'), 'UNAVAILABLE', 503, /^The database/],
])('%s is told by code, status and words', (error, code, status, message) => {
  expect(surroundingsFailure(error)).toEqual({ code, status, message: expect.stringMatching(message) });
});

test('any other error is none of the surroundings', () => {
  expect(surroundingsFailure(new TypeError('x is not a function'))).toBeUndefined();
  expect(surroundingsFailure(withCode('P2025'))).toBeUndefined();
});

test('GraphQL tells the sentence and the code', () => {
  const original = new ArtifactDamagedError('Artifact ab is damaged.');
  const error = new GraphQLError(original.message, { originalError: original, path: ['run'] });
  expect(maskError(error.toJSON(), error)).toEqual({
    message: 'Artifact ab is damaged.',
    path: ['run'],
    extensions: { code: 'ARTIFACT_DAMAGED' },
  });
});
