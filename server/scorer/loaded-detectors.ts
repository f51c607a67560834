import { readFile } from 'node:fs/promises';
import type { Classifier } from '@fiducial/core/models';
import { sha256 } from '@fiducial/formats';
import {
  type BundledDetector,
  type BundleFiles,
  changedMember,
  memberPaths,
  readBundledDetector,
} from '@fiducial/formats/bundle';
import { LRUCache } from 'lru-cache';
import { ownSurroundings, readNetwork } from '../bundle/bundled-detector';
import type { AskedDetector, LentFile } from './scorer-messages';

/** Models that are kept: people look at the detectors of one, and of another in the next tab. */
const mostModels = 4;

/** Detectors and models that the scorer has in memory; what was asked for longest ago goes first. */
export interface LoadedDetectors {
  /** The detectors, with the model that all of them watch. @throws {FormatError} @throws {CoreError} */
  get(asked: readonly AskedDetector[]): Promise<{ model: Classifier; detectors: BundledDetector[] }>;
  /** Keys of the detectors that need no files to be had again. */
  keys(): string[];
}

/** Opens it, empty. @param mostBytes most bytes of the files behind the detectors that are kept */
export function openLoadedDetectors(mostBytes: number): LoadedDetectors {
  const detectors = new LRUCache<string, { readonly detector: BundledDetector; readonly bytes: number }>({
    maxSize: mostBytes,
    sizeCalculation: ({ bytes }) => Math.max(1, bytes),
  });
  const models = new LRUCache<string, Classifier>({ max: mostModels, dispose: (model) => model.dispose() });
  const detectorOf = async (asked: AskedDetector): Promise<BundledDetector> => {
    const known = detectors.get(asked.key);
    if (known) return known.detector;
    const detector = await readBundledDetector(filesOf(asked), ownSurroundings);
    detectors.set(asked.key, { detector, bytes: bytesOf(asked) });
    return detector;
  };
  const modelOf = async (asked: AskedDetector): Promise<Classifier> => {
    const key = modelKey(asked);
    const known = models.get(key);
    if (known) return known;
    const model = await (await readNetwork(filesOf(asked)))();
    models.set(key, model);
    return model;
  };
  return {
    get: async (asked) => {
      const read: BundledDetector[] = [];
      for (const one of asked) read.push(await detectorOf(one));
      const [first] = asked;
      if (!first) throw new Error('expected a detector, got none');
      return { model: await modelOf(first), detectors: read };
    },
    keys: () => [...detectors].flatMap(([key, { detector }]) => (models.has(modelKey(detector)) ? key : [])),
  };
}

/** Detectors of one model share it: its files are the same. */
function modelKey({ manifest: { members } }: Pick<AskedDetector, 'manifest'>): string {
  return `${members[memberPaths.model]?.sha256} ${members[memberPaths.weights]?.sha256}`;
}

const bytesOf = ({ manifest: { members } }: AskedDetector): number =>
  Object.values(members).reduce((sum, { bytes }) => sum + bytes, 0);

/** Members as they lie in the store, hashed as they are read: a flipped bit would end up in somebody's conclusions. */
function filesOf({ manifest, files }: AskedDetector): BundleFiles {
  return {
    manifest,
    read: async (path) => {
      const lent: LentFile | undefined = files?.[path];
      if (!lent) throw new Error(`${path}: expected a file of the store, got none`);
      const bytes = await readFile(lent.file);
      const got = sha256(bytes);
      if (got !== lent.digest) throw changedMember(path, lent.digest, got);
      return new Uint8Array(bytes);
    },
  };
}
