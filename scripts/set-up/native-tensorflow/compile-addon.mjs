import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modulesFolder } from '../../root-folder.mjs';
import { compile, findCompiler } from '../compiler.mjs';
import { findNodeHeaders } from '../node-headers.mjs';
import { libraries } from './libraries.mjs';
import { addonName } from './manifest.mjs';

/**
 * What compiling the addon needs. Asked for before anything large is fetched.
 *
 * @throws {Error} that names what is missing
 */
export async function findTools() {
  const compiler = await findCompiler();
  if (!compiler)
    throw new Error(
      'compiling its addon needs a C++ compiler (c++, g++ or clang++; on Debian: apt install g++)',
    );
  const headers = findNodeHeaders();
  if (!headers)
    throw new Error(
      "compiling its addon needs Node's headers (node_api.h; on Debian: apt install libnode-dev)",
    );
  return { compiler, headers };
}

/**
 * Compiles tfjs-node's addon, two C++ files over TensorFlow's C interface, into `folder`, against its `include` and `lib`.
 *
 * @param {string} folder
 * @param {{ compiler: string, headers: string }} tools
 * @throws {Error}
 */
export async function compileAddon(folder, { compiler, headers }) {
  const tfjsNode = join(modulesFolder, '@tensorflow', 'tfjs-node');
  const scratch = await mkdtemp(join(folder, 'compile-'));
  try {
    const includes = [headers, tfjsNode, join(folder, 'include')].flatMap((path) => ['-I', path]);
    const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(tfjsNode, 'binding', name));
    const flags = ['-O2', '-std=c++17', '-fvisibility=hidden', '-DNAPI_VERSION=8'];
    const link = process.platform === 'darwin' ? macLink(folder) : await elfLink(compiler, scratch);
    await compile(compiler, [...flags, ...includes, ...sources, ...link, '-o', join(folder, addonName)]);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function macLink(folder) {
  return [...libraries.map((name) => join(folder, 'lib', name)), '-Wl,-rpath,@loader_path/lib'];
}

/**
 * Links against two empty libraries that carry the right names: the real ones have lost their section tables, and the
 * linker would read all 400 MB. The loader finds the real ones beside the addon.
 *
 * @param {string} compiler
 * @param {string} scratch
 */
async function elfLink(compiler, scratch) {
  const empty = join(scratch, 'empty.cc');
  await writeFile(empty, '');
  const stubs = libraries.map((name) => join(scratch, name));
  for (const [index, name] of libraries.entries())
    await compile(compiler, ['-nostdlib', empty, `-Wl,-soname,${name}`, '-o', String(stubs[index])]);
  return ['-Wl,--no-as-needed', ...stubs, '-Wl,-rpath,$ORIGIN/lib', '-s'];
}
