import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { namedBrowser, offline, programFolders } from '../env.mjs';
import { rootFolder } from '../root-folder.mjs';
import { answers } from './native-tensorflow/official-installer.mjs';
import { errorLine, runCommand } from './run-command.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * A browser for tests that starts: an installed Chromium or Chrome, or the one that Playwright fetched.
 *
 * @returns {Promise<string | undefined>} its program
 */
export async function findBrowser() {
  const installed = names.flatMap((name) => programFolders.map((folder) => join(folder, name)));
  const candidates = [namedBrowser, ...installed, ...elsewhere, playwrightsBrowser()];
  for (const program of candidates) {
    if (program && existsSync(program) && (await starts(program))) return program;
  }
  return undefined;
}

/**
 * Finds a browser for tests, or fetches Playwright's or Debian's.
 *
 * @param {(words: string) => void} note
 * @returns {Promise<string>} its program
 * @throws {Error}
 */
export async function obtainBrowser(note) {
  const found = await findBrowser();
  if (found) return found;
  if (offline)
    throw new Error('npm is set to stay offline. Install Chromium or Chrome; the browser tests need one.');
  const reasons = [];
  for (const way of [installPlaywrights, installDebians]) {
    try {
      await way(note);
      const program = await findBrowser();
      if (program) return program;
      reasons.push('it does not start');
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(`${reasons.join('; ')}. Install Chromium or Chrome; the browser tests need one.`);
}

/** @param {string} program */
async function starts(program) {
  return (await runCommand([program, '--version'], { limitMs: 60_000 })).code === 0;
}

function playwright() {
  return createRequire(join(rootFolder, 'test', 'package.json'));
}

function playwrightsBrowser() {
  try {
    return /** @type {string} */ (playwright()('@playwright/test').chromium.executablePath());
  } catch {
    return undefined;
  }
}

/** @param {(words: string) => void} note */
async function installPlaywrights(note) {
  // Its installer tries for minutes before it gives up.
  if (!(await answers('cdn.playwright.dev', 4000))) throw new Error('cdn.playwright.dev does not answer');
  note("installing Playwright's Chromium");
  const command = [process.execPath, playwright().resolve('@playwright/test/cli'), 'install', 'chromium'];
  const { code, output } = await runCommand(command, { limitMs: 600_000 });
  if (code !== 0) throw new Error(`Playwright could not install it: ${errorLine(output)}`);
}

/** @param {(words: string) => void} note */
async function installDebians(note) {
  if (process.getuid?.() !== 0) throw new Error('only root may install packages of the system');
  note("installing Debian's Chromium by apt-get");
  const quiet = ['-qq', '-o', 'DPkg::Lock::Timeout=120'];
  await runCommand(['apt-get', 'update', ...quiet], { limitMs: 120_000 });
  const { code, output } = await runCommand(
    [
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      'install',
      '--yes',
      '--no-install-recommends',
      ...quiet,
      'chromium',
    ],
    { limitMs: 600_000 },
  );
  if (code !== 0) throw new Error(`apt-get could not install it: ${errorLine(output)}`);
}
