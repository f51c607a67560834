import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { rootFolder } from '../root-folder.mjs';
import { setUpApproximateIndex } from './approximate-index.mjs';
import { obtainBrowser } from './find-browser.mjs';
import { installPackages } from './install-packages.mjs';
import { setUpNativeTensorflow } from './native-tensorflow/set-up-native-tensorflow.mjs';
import { SetUpError } from './set-up-error.mjs';
import { say, step } from './step.mjs';
import { runTask } from './turbo.mjs';
import { withLock } from './with-lock.mjs';

/**
 * Makes this checkout ready to run: packages, generated code, native modules and, for tests, a browser. Each step says
 * what it did; only packages and generated code are things that the product cannot live without.
 *
 * @param {{ browser?: boolean }} [options]
 * @returns {Promise<{ browser: string | undefined }>} program of the browser, if one was asked for and is there
 * @throws {SetUpError}
 */
export async function setUp({ browser = false } = {}) {
  const folder = join(rootFolder, '.fiducial');
  await mkdir(folder, { recursive: true }).catch((error) => {
    throw new SetUpError(describeClosedFolder(rootFolder, error.code));
  });
  const onWait = () => say('Another set-up of this folder is running, waiting ...');
  return withLock(join(folder, 'set-up.lock'), { onWait }, () => doSteps(browser));
}

/** @param {boolean} wantsBrowser */
async function doSteps(wantsBrowser) {
  /** @type {string | undefined} */
  let browser;
  await step('Packages', installPackages);
  await step('Generated code', () => runTask('generate'));
  await step('Approximate search', setUpApproximateIndex);
  await step('Compute backend', setUpNativeTensorflow);
  if (wantsBrowser) {
    await step('Browser for tests', async (note) => {
      browser = await obtainBrowser(note);
      return browser;
    });
  }
  return { browser };
}

/**
 * A sentence for a folder in which nothing can be made.
 *
 * @param {string} folder
 * @param {string} code of the system's error
 */
function describeClosedFolder(folder, code) {
  if (code === 'ENOSPC') return `The disk that holds ${folder} is full. Free about 3 GB and start again.`;
  return `${folder} cannot be written (${code}). Give this user the right to, or start from a copy in a folder of your own.`;
}
