import { copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder, childVariables, namedNodeFolder, npmCommand } from '../env.mjs';
import { modulesFolder } from '../root-folder.mjs';
import { compile, findCompiler } from './compiler.mjs';
import { findNodeHeaders } from './node-headers.mjs';
import { errorLine, runCommand } from './run-command.mjs';

const packageFolder = join(modulesFolder, 'hnswlib-node');
/** Where the package looks for its native module. */
const built = join(packageFolder, 'build', 'Release', 'addon.node');

/**
 * Makes `hnswlib-node` load: takes its native module from the cache, or compiles it into the cache. Exact search, the
 * default, needs none of it.
 *
 * @param {(words: string) => void} note
 * @throws {Error} when it cannot be had; the product works without
 */
export async function setUpApproximateIndex(note) {
  if ((await tryIndex()) === undefined) return 'hnswlib-node loads';
  const cached = await cachedFile();
  await rm(built, { force: true });
  if (await copyInto(cached, built)) {
    if ((await tryIndex()) === undefined) return 'hnswlib-node loads, from the cache';
    await rm(cached, { force: true });
    await rm(built, { force: true });
  }
  note('compiling hnswlib-node');
  const how = await build();
  const failure = await tryIndex();
  if (failure !== undefined) {
    await rm(built, { force: true });
    throw new Error(`${how}, and it does not load: ${failure}; exact search is used`);
  }
  await copyInto(built, cached);
  return `hnswlib-node loads, ${how}`;
}

/** Builds an index in a process of its own, for a broken module takes its process down. @returns why it fails, or undefined */
export async function tryIndex() {
  const code = `const { HierarchicalNSW } = require('hnswlib-node');
    const index = new HierarchicalNSW('l2', 2);
    index.initIndex(2, 16, 200, 1);
    index.addPoint([0, 0], 0);
    index.addPoint([3, 4], 1);
    if (index.searchKnn([3, 3], 1).neighbors[0] !== 1) throw new Error('wrong neighbor');`;
  const { code: status, output } = await runCommand([process.execPath, '-e', code], { limitMs: 60_000 });
  return status === 0 ? undefined : errorLine(output);
}

async function cachedFile() {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const name = `${version}-${process.platform}-${process.arch}-abi${process.versions.modules}`;
  return join(cacheFolder, 'hnswlib-node', name, 'addon.node');
}

/**
 * Compiles the one source file ourselves: half the time of node-gyp, and neither Python nor nodejs.org is needed.
 * Where compiler or headers are missing, node-gyp may know better (Visual Studio, a mirror of the headers).
 *
 * @returns {Promise<string>} how it was built
 */
async function build() {
  const compiler = await findCompiler();
  const headers = findNodeHeaders();
  if (compiler && headers) {
    await mkdir(dirname(built), { recursive: true });
    const includes = [headers, join(modulesFolder, 'node-addon-api')].flatMap((folder) => ['-I', folder]);
    const source = join(packageFolder, 'src', 'addon.cc');
    await compile(compiler, [
      '-O3',
      '-std=c++17',
      '-DNAPI_DISABLE_CPP_EXCEPTIONS',
      ...includes,
      source,
      '-o',
      built,
    ]);
    return `compiled with ${compiler}`;
  }
  const { code, output } = await runCommand(
    [...npmCommand, 'rebuild', 'hnswlib-node', '--ignore-scripts=false'],
    {
      env: childVariables(namedNodeFolder ? { npm_config_nodedir: namedNodeFolder } : {}),
      limitMs: 300_000,
    },
  );
  if (code === 0) return 'compiled with node-gyp';
  const missing = compiler ? 'the headers of Node (node_api.h)' : 'a C++ compiler (c++, g++ or clang++)';
  throw new Error(`it needs ${missing}: ${errorLine(output)}; exact search is used`);
}

/**
 * Copies a file whole or not at all. @returns whether there was one
 *
 * @param {string} from
 * @param {string} to
 */
async function copyInto(from, to) {
  const draft = `${to}.${process.pid}`;
  try {
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, draft);
    await rename(draft, to);
    return true;
  } catch {
    await rm(draft, { force: true });
    return false;
  }
}
