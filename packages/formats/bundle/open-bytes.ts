import { type Classifier, deserializeModel, layersClassifier } from '@fiducial/core/models';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { unzipSync } from 'fflate';
import { FormatError } from '../format-error';
import { readLayersModel } from '../layers-model';
import { manifestPath, memberPaths } from './bundle-manifest';
import { checkClassifier } from './bundled-detector';
import { changedMember, checkNames, readManifest } from './read-manifest';
import type { BundleFiles } from './read-reference';

/**
 * Opens a bundle that is in memory whole, without files or Node: nothing in it is used before every member is there, of the
 * size and the digest that the manifest says, and nothing else is.
 *
 * @throws {FormatError} in words, for anything but a whole bundle of this version
 */
export function openBundleBytes(archive: Uint8Array): BundleFiles {
  const files = new Map(Object.entries(unzipped(archive)));
  const described = files.get(manifestPath);
  if (!described) throw new FormatError(`bundle: expected ${manifestPath} in it, got none`);
  const manifest = readManifest(new TextDecoder().decode(described));
  checkNames(manifest, [...files.keys()]);
  for (const [path, { sha256: expected, bytes }] of Object.entries(manifest.members)) {
    const member = files.get(path) ?? new Uint8Array();
    if (member.length !== bytes)
      throw new FormatError(`${path}: expected ${bytes} bytes, got ${member.length}`);
    const got = bytesToHex(sha256(member));
    if (got !== expected) throw changedMember(path, expected, got);
  }
  return {
    manifest,
    read: async (path) => files.get(path) ?? new Uint8Array(),
  };
}

/** The model of a bundle, run layer by layer by whatever backend there is. @throws {FormatError} for one in graph format, too */
export async function readBundledModel({ manifest, read }: BundleFiles): Promise<Classifier> {
  const json = new TextDecoder().decode(await read(memberPaths.model));
  const network = readLayersModel(json, new Map([['weights.bin', await read(memberPaths.weights)]]));
  const model = layersClassifier(await deserializeModel(network), manifest.model.bounds);
  checkClassifier(model, manifest.model);
  return model;
}

function unzipped(archive: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(archive);
  } catch (error) {
    throw new FormatError(
      `archive: expected a ZIP file, got: ${error instanceof Error ? error.message : error}`,
    );
  }
}
