import type { Features } from '@fiducial/core/activations';
import type { ReferenceSet } from '@fiducial/core/detectors';
import { FormatError } from '../format-error';
import { readNpy } from '../npy';
import { type BundleManifest, memberPaths } from './bundle-manifest';

/** A bundle whose members were, or are as they are read, held against the manifest. */
export interface BundleFiles {
  readonly manifest: BundleManifest;
  /** A whole member. @throws when it is not what the manifest says */
  readonly read: (path: string) => Promise<Uint8Array>;
}

/**
 * The rows of the reference set that went into a bundle, as detectors look them up; none of them where the method looks none up.
 *
 * @throws {FormatError}
 */
export async function readBundledReference({ manifest, read }: BundleFiles): Promise<ReferenceSet> {
  const {
    reference,
    model: { classNames, taps },
  } = manifest;
  const layers = new Map<string, { dimensions: number; chunks: readonly Features[] }>();
  for (const { layer, dimensions, chunks: paths } of reference?.layers ?? []) {
    const chunks: Features[] = [];
    for (const path of paths) chunks.push(await readRows(path, dimensions, read));
    const rows = chunks.reduce((sum, { data }) => sum + data.length / dimensions, 0);
    if (rows !== reference?.rows)
      throw new FormatError(`reference: expected ${reference?.rows} rows of ${layer}, got ${rows}`);
    layers.set(layer, { dimensions, chunks });
  }
  const of = (layer: string) => {
    const found = layers.get(layer);
    if (!found) throw new FormatError(`reference: expected rows of ${layer}, got none`);
    return found;
  };
  return {
    rows: reference?.rows ?? 0,
    classes: classNames.length,
    layers: taps,
    labels: reference ? await readLabels(reference.rows, read) : new Int32Array(0),
    dimensions: (layer) => of(layer).dimensions,
    chunks: (layer) => of(layer).chunks,
    representatives: (layer) => {
      throw new FormatError(`reference: expected rows of ${layer} only, got asked for its points`);
    },
  };
}

async function readRows(path: string, dimensions: number, read: BundleFiles['read']): Promise<Features> {
  const { data, shape } = readNpy(await read(path));
  if (!(data instanceof Float32Array) || shape.length !== 2 || shape[1] !== dimensions)
    throw new FormatError(`${path}: expected 32-bit floats [rows, ${dimensions}], got [${shape}]`);
  return { data, dimensions };
}

async function readLabels(rows: number, read: BundleFiles['read']): Promise<Int32Array> {
  const { data } = readNpy(await read(memberPaths.labels));
  if (!(data instanceof Int32Array) || data.length !== rows)
    throw new FormatError(`${memberPaths.labels}: expected ${rows} integers, got ${data.length} values`);
  return data;
}
