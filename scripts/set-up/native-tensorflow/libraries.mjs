import { readFileSync } from 'node:fs';

const mac = process.platform === 'darwin';

/** What the addon needs of TensorFlow, as the Python wheels carry it. The second one belongs to the first. */
export const libraries = mac
  ? ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']
  : ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/**
 * A wheel of the Python registry that carries them.
 *
 * @typedef {{ project: string, version: string, tags: readonly string[], sha256: string | undefined }} Wheel
 */

/**
 * Platform -> wheel. 2.13.1 is the smallest of those that pass tfjs-node's own suite; the others name the same two
 * libraries in their listings and were not run.
 *
 * @type {Readonly<Record<string, Wheel>>}
 */
const wheels = {
  'linux-x64': {
    project: 'tensorflow-cpu',
    version: '2.13.1',
    tags: ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'],
    sha256: '87be6e61314b2c0fa062f71e26e41d6a17e162ffe4da72c820fe8f1fc94d97fe',
  },
  'linux-arm64': {
    project: 'tensorflow',
    version: '2.16.2',
    tags: ['manylinux_2_17_aarch64', 'manylinux2014_aarch64'],
    sha256: undefined,
  },
  'darwin-arm64': {
    project: 'tensorflow',
    version: '2.16.2',
    tags: ['macosx_12_0_arm64'],
    sha256: undefined,
  },
};

/**
 * The wheel for this machine.
 *
 * @throws {Error} that says why there is none
 */
export function wheelForThisMachine() {
  const platform = `${process.platform}-${process.arch}`;
  const wheel = wheels[platform];
  if (!wheel) throw new Error(`TensorFlow publishes no library for ${platform}`);
  if (process.platform === 'linux' && !usesGlibc())
    throw new Error('TensorFlow has no build for musl libc; use a glibc system');
  if (platform === 'linux-x64' && !hasAvx())
    throw new Error('this processor has no AVX, which TensorFlow needs');
  return wheel;
}

function usesGlibc() {
  // Node's report has more than its type says: the header is a plain object.
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return report.header.glibcVersionRuntime !== undefined;
}

function hasAvx() {
  try {
    return /\bavx\b/.test(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return true;
  }
}
