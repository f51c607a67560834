/**
 * Bundles the processes of the server: `node build.mjs [FOLDER]`, by default into dist/. Our own packages, TypeScript
 * as they are, go into the bundles; what npm installed stays outside and is found in node_modules.
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;

/** Name of the bundle -> its source. */
const entries = {
  supervisor: 'supervisor.ts',
  api: 'api.ts',
  worker: 'worker.ts',
  'compute-child': 'compute/child.ts',
  'upload-check': 'upload/check/check-child.ts',
  scorer: 'scorer/scorer-child.ts',
  'score-bundle': 'score-bundle.ts',
  command: 'command.ts',
};

const hoisted = join(here, '..', 'node_modules') + sep;

/**
 * Leaves to Node what comes from npm: native addons and files that packages look for beside themselves need it. Only a
 * package that npm had to nest, because another one wants another version, cannot be found from the bundle: it goes in.
 */
const externalPackages = {
  name: 'external-packages',
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
      if (kind === 'entry-point' || path.startsWith('@fiducial/') || pluginData === 'asked') return undefined;
      const found = await builder.resolve(path, { kind, resolveDir, importer, pluginData: 'asked' });
      const nested = !found.errors.length && isAbsolute(found.path) && !found.path.startsWith(hoisted);
      return nested ? undefined : { path, external: true };
    });
  },
};

/** Bundles `sources` (name -> file) into `outdir`. */
export async function bundle(sources, outdir) {
  await build({
    entryPoints: sources,
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [externalPackages],
  });
}

/** Bundles the server's processes into `outdir`. */
export async function buildServer(outdir) {
  const present = Object.entries(entries).filter(([, file]) => existsSync(join(here, file)));
  await bundle(Object.fromEntries(present.map(([name, file]) => [name, join(here, file)])), outdir);
}

if (process.argv[1] === import.meta.filename) {
  const outdir = resolve(process.argv[2] ?? join(here, 'dist'));
  await rm(outdir, { recursive: true, force: true });
  await buildServer(outdir);
}
