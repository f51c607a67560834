import { describe, expect, test } from 'vitest';
import { describeInstallFailure, installStamp } from './install-packages.mjs';

describe('the stamp of an install', () => {
  const node = { version: 'v24.1.0', platform: 'linux', arch: 'x64' };
  const stamp = installStamp('{"lockfileVersion":3}', node);

  test('is the same for the same lockfile and Node', () => {
    expect(installStamp('{"lockfileVersion":3}', { ...node })).toBe(stamp);
  });

  test.each([
    ['another lockfile', '{"lockfileVersion":4}', node],
    ['another Node', '{"lockfileVersion":3}', { ...node, version: 'v24.2.0' }],
    ['another processor', '{"lockfileVersion":3}', { ...node, arch: 'arm64' }],
  ])('differs for %s', (_what, lockfile, other) => {
    expect(installStamp(lockfile, other)).not.toBe(stamp);
  });
});

describe('a failed install', () => {
  test.each([
    ['npm error code ENOSPC\nnpm error no space left on device', 'The disk is full. Free about 3 GB'],
    [
      'npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write',
      'The disk is full. Free about 3 GB',
    ],
    ['npm error code EACCES\nnpm error syscall mkdir', 'Give this user the right to write'],
    ['npm error code ENOTFOUND\nnpm error network request failed', 'The npm registry cannot be reached'],
    ['npm error code ENOTCACHED\nnpm error request to x failed', 'The npm registry cannot be reached'],
    ['npm error code EINTEGRITY', 'A package arrived damaged'],
    ['spawn npm ENOENT', 'npm was not found'],
  ])('that says %j is told in a sentence', (output, sentence) => {
    expect(describeInstallFailure(output)).toContain(sentence);
  });

  test("shows npm's own words without the warnings around them", () => {
    const words = describeInstallFailure('npm warn deprecated a\nnpm error code E418\nnpm error a teapot');
    expect(words).toContain('npm error a teapot');
    expect(words).not.toContain('deprecated');
  });
});
