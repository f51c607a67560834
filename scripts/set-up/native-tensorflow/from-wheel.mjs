import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { errorLine, runCommand } from '../run-command.mjs';
import { copyHeaders } from './copy-headers.mjs';
import { dropSymbols } from './drop-symbols.mjs';
import { libraries } from './libraries.mjs';
import { fileDigest } from './manifest.mjs';
import { listZip, readEntry, unpackEntry } from './zip.mjs';

/**
 * Fetches TensorFlow's wheel by pip and unpacks the two libraries and their headers into `folder`.
 *
 * @param {string} folder
 * @param {import('./libraries.mjs').Wheel} wheel
 * @returns {Promise<string>} where it came from
 * @throws {Error}
 */
export async function fromWheel(folder, wheel) {
  const downloads = join(folder, 'download');
  await mkdir(downloads, { recursive: true });
  const file = await download(downloads, wheel);
  const digest = await fileDigest(file);
  if (wheel.sha256 && digest !== wheel.sha256)
    throw new Error(`the wheel is not the one expected: expected sha256 ${wheel.sha256}, got ${digest}`);
  await unpackWheel(file, folder);
  await rm(downloads, { recursive: true });
  return `the wheel ${wheel.project} ${wheel.version}`;
}

/**
 * @param {string} folder
 * @param {import('./libraries.mjs').Wheel} wheel
 */
async function download(folder, { project, version, tags }) {
  const python = await findPip();
  // The wheel is chosen by its tags: the Python that runs pip may be any other.
  const target = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'];
  const platforms = tags.flatMap((tag) => ['--platform', tag]);
  const quiet = ['--disable-pip-version-check', '--no-input', '--quiet', '--no-cache-dir'];
  const { code, output } = await runCommand(
    [
      python,
      '-m',
      'pip',
      'download',
      ...quiet,
      '--no-deps',
      '--only-binary=:all:',
      ...target,
      ...platforms,
    ].concat(['--dest', folder, `${project}==${version}`]),
    { limitMs: 1_200_000 },
  );
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.whl'));
  if (code !== 0 || !name) throw new Error(`pip could not fetch ${project} ${version}: ${errorLine(output)}`);
  return join(folder, name);
}

async function findPip() {
  for (const python of ['python3', 'python']) {
    if ((await runCommand([python, '-m', 'pip', '--version'], { limitMs: 60_000 })).code === 0) return python;
  }
  throw new Error('there is no Python 3 with pip to fetch it with');
}

/**
 * Unpacks libraries, headers and licenses of a wheel into `lib`, `include` and `licenses` of a folder.
 *
 * @param {string} file
 * @param {string} folder
 * @throws {Error}
 */
async function unpackWheel(file, folder) {
  const entries = await listZip(file);
  for (const name of libraries) {
    const entry = entries.get(`tensorflow/${name}`);
    if (!entry) throw new Error(`${basename(file)} has no ${name}`);
    await unpackEntry(file, entry, join(folder, 'lib', name));
    await dropSymbols(join(folder, 'lib', name));
  }
  await copyHeaders(
    async (path) => {
      const entry = entries.get(`tensorflow/include/${path}`);
      return entry && (await readEntry(file, entry)).toString('utf8');
    },
    join(folder, 'include'),
  );
  for (const [name, entry] of entries) {
    if (/^(tensorflow[^/]*\.dist-info\/(LICENSE|METADATA)|tensorflow\/THIRD_PARTY_NOTICES\.txt)$/.test(name))
      await unpackEntry(file, entry, join(folder, 'licenses', basename(name)));
  }
}
