import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';
import { copyHeaders } from './copy-headers.mjs';
import { libraries } from './libraries.mjs';

/** Asks Python for TensorFlow's folder and version without importing it, which takes seconds. */
const question = `
import importlib.metadata, importlib.util, os
spec = importlib.util.find_spec("tensorflow")
print(os.path.dirname(spec.origin))
for name in ("tensorflow", "tensorflow-cpu"):
    try:
        print(importlib.metadata.version(name))
        break
    except importlib.metadata.PackageNotFoundError:
        pass
`;

/**
 * Links the libraries of a TensorFlow that Python has on this machine into `folder`; nothing is downloaded.
 *
 * @param {string} folder
 * @returns {Promise<string>} where it came from
 * @throws {Error} when there is none that fits
 */
export async function fromPython(folder) {
  for (const python of ['python3', 'python']) {
    const { code, output } = await runCommand([python, '-c', question], { limitMs: 30_000 });
    const [site = '', version = ''] = output.trim().split('\n');
    if (code !== 0 || !libraries.every((name) => existsSync(join(site, name)))) continue;
    // Before 2.12 the libraries were not split this way.
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major < 2 || (major === 2 && minor < 12)) continue;
    await mkdir(join(folder, 'lib'), { recursive: true });
    for (const name of libraries) await symlink(join(site, name), join(folder, 'lib', name));
    const read = (/** @type {string} */ path) =>
      readFile(join(site, 'include', path), 'utf8').catch(() => undefined);
    await copyHeaders(read, join(folder, 'include'));
    return `Python's TensorFlow ${version} in ${site}`;
  }
  throw new Error('Python has no TensorFlow from 2.12 on');
}
