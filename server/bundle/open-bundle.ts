import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { FormatError, mostZipBytes, type OpenZip, openZip, sha256 } from '@fiducial/formats';
import {
  type BundleFiles,
  type BundleManifest,
  changedMember,
  checkNames,
  manifestPath,
  mostManifestBytes,
  readManifest,
} from '@fiducial/formats/bundle';

/** A bundle of which every byte was checked against its manifest. */
export interface OpenBundle extends BundleFiles {
  readonly close: () => void;
}

const limits = { maxFiles: 20_000, maxBytes: mostZipBytes };

/**
 * Opens a bundle and looks through all of it: nothing in it is used before every member is there, of the size and the
 * digest that the manifest says, and nothing else is.
 *
 * @throws {FormatError} in words, for anything but a whole bundle of this version
 */
export async function openBundle(file: string): Promise<OpenBundle> {
  if (!existsSync(file))
    throw new FormatError(`${file}: there is no such file; expected a detector’s bundle`);
  const zip = await openZip(file, limits);
  try {
    const manifest = await manifestOf(zip);
    checkNames(manifest, [...zip.sizes.keys()]);
    for (const path of Object.keys(manifest.members)) await checkMember(zip, manifest, path);
    return {
      manifest,
      read: async (path) => {
        // Checked again as it is read.
        const bytes = await zip.read(path);
        const expected = manifest.members[path]?.sha256;
        const got = sha256(bytes);
        if (got !== expected) throw changedMember(path, expected ?? 'none', got);
        return bytes;
      },
      close: zip.close,
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function manifestOf(zip: OpenZip): Promise<BundleManifest> {
  const size = zip.sizes.get(manifestPath);
  if (size === undefined)
    throw new FormatError(
      `bundle: expected ${manifestPath} in it, got ${[...zip.sizes.keys()].slice(0, 5).join(', ').slice(0, 300) || 'no file'}`,
    );
  if (size > mostManifestBytes)
    throw new FormatError(`${manifestPath}: expected at most ${mostManifestBytes} bytes, got ${size}`);
  return readManifest((await zip.read(manifestPath)).toString('utf8'));
}

async function checkMember(zip: OpenZip, { members }: BundleManifest, path: string): Promise<void> {
  const expected = members[path];
  const size = zip.sizes.get(path);
  if (expected?.bytes !== size)
    throw new FormatError(`${path}: expected ${expected?.bytes} bytes, got ${size}`);
  const hash = createHash('sha256');
  try {
    for await (const chunk of await zip.stream(path)) hash.update(chunk as Buffer); // of an entry without an encoding
  } catch (error) {
    throw new FormatError(
      `${path}: expected it whole, got: ${error instanceof Error ? error.message : error}`,
    );
  }
  const got = hash.digest('hex');
  if (got !== expected?.sha256) throw changedMember(path, expected?.sha256 ?? 'none', got);
}
