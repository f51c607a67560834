import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import type { BackendReport } from './backend-report';
import { cacheFolder, quietTensorFlow } from './env';

type Loaded =
  | { readonly ok: true; readonly report: BackendReport }
  | { readonly ok: false; readonly reason: string };

/** Where set-up leaves the addon that it compiled against libtensorflow. */
const cachedAddon = join(
  cacheFolder,
  'native-tensorflow',
  `${process.platform}-${process.arch}`,
  'tfjs_binding.node',
);

/** Loads `@tensorflow/tfjs-node` with the addon of our cache, or as its own installer left it. */
export async function loadNative(): Promise<Loaded> {
  quietTensorFlow();
  restoreRemovedNodeFunctions();
  const require = createRequire(import.meta.url);
  try {
    if (existsSync(cachedAddon)) answerAddonLookup(require, cachedAddon);
    const tf = require('@tensorflow/tfjs-node');
    const tensorflowVersion: string = tf.backend().binding.TF_Version;
    await tf.setBackend('tensorflow');
    return {
      ok: true,
      report: {
        name: 'native',
        version: tf.version['tfjs-core'],
        tensorflowVersion,
        reason: `libtensorflow ${tensorflowVersion} loads`,
        faster: null,
      },
    };
  } catch (error) {
    return { ok: false, reason: `native TensorFlow does not load: ${firstLine(error)}` };
  }
}

/** tfjs-node 4.22 calls two functions that Node 24 no longer has; without them every operation fails. */
function restoreRemovedNodeFunctions(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}

/** tfjs-node asks `@mapbox/node-pre-gyp` only where its addon is; answering from here leaves node_modules untouched. */
function answerAddonLookup(require: NodeJS.Require, addon: string): void {
  const fromTfjsNode = createRequire(require.resolve('@tensorflow/tfjs-node/package.json'));
  const id = fromTfjsNode.resolve('@mapbox/node-pre-gyp');
  const answer = { id, filename: id, loaded: true, children: [], paths: [], exports: { find: () => addon } };
  // A hand-made module record: Node's type has more fields than the loader reads.
  fromTfjsNode.cache[id] = answer as unknown as NodeJS.Module;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
