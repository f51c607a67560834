import { createHash } from 'node:crypto';
import { expectedGot } from '@fiducial/core/expected-got';
import { FormatError, mostZipBytes, type OpenZip, openZip, sha256 } from '@fiducial/formats';
import { z } from 'zod';
import {
  type BundleManifest,
  bundleFormat,
  bundleManifest,
  bundleVersion,
  manifestPath,
  memberPaths,
} from './bundle-manifest';

/** A bundle of which every byte was checked against its manifest. */
export interface OpenBundle {
  readonly manifest: BundleManifest;
  /** A whole member, checked again as it is read. */
  readonly read: (path: string) => Promise<Buffer>;
  readonly close: () => void;
}

const limits = { maxFiles: 20_000, maxBytes: mostZipBytes };
const mostManifestBytes = 8e6;

/** Read before the rest, so that another version is called that and not malformed. */
const heading = z.object({ format: z.literal(bundleFormat), version: z.int() });

/**
 * Opens a bundle and looks through all of it: nothing in it is used before every member is there, of the size and the
 * digest that the manifest says, and nothing else is.
 *
 * @throws {FormatError} in words, for anything but a whole bundle of this version
 */
export async function openBundle(file: string): Promise<OpenBundle> {
  const zip = await openZip(file, limits);
  try {
    const manifest = await readManifest(zip);
    checkNames(manifest, [...zip.sizes.keys()]);
    for (const path of Object.keys(manifest.members)) await checkMember(zip, manifest, path);
    return {
      manifest,
      read: async (path) => {
        const bytes = await zip.read(path);
        const expected = manifest.members[path]?.sha256;
        const got = sha256(bytes);
        if (got !== expected) throw damaged(path, expected ?? 'none', got);
        return bytes;
      },
      close: zip.close,
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readManifest(zip: OpenZip): Promise<BundleManifest> {
  const size = zip.sizes.get(manifestPath);
  if (size === undefined)
    throw new FormatError(
      `bundle: expected ${manifestPath} in it, got ${[...zip.sizes.keys()].slice(0, 5).join(', ').slice(0, 300) || 'no file'}`,
    );
  if (size > mostManifestBytes)
    throw new FormatError(`${manifestPath}: expected at most ${mostManifestBytes} bytes, got ${size}`);
  let json: unknown;
  try {
    json = JSON.parse((await zip.read(manifestPath)).toString('utf8'));
  } catch (error) {
    throw new FormatError(
      `${manifestPath}: expected JSON, got: ${error instanceof Error ? error.message : error}`,
    );
  }
  const head = heading.safeParse(json, expectedGot);
  if (!head.success)
    throw new FormatError(`${manifestPath}: expected one of a ${bundleFormat}, got another thing`);
  if (head.data.version !== bundleVersion)
    throw new FormatError(
      `bundle: expected version ${bundleVersion}, which this program reads, got ${head.data.version}`,
    );
  const parsed = bundleManifest.safeParse(json, expectedGot);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new FormatError(`${manifestPath}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`);
}

/** All members that are spoken of are listed, all that are listed are there, and nothing else is. */
function checkNames({ members, reference }: BundleManifest, present: readonly string[]): void {
  const { labels, ...always } = memberPaths;
  const chunks = reference?.layers.flatMap((layer) => layer.chunks) ?? [];
  const needed = [...Object.values(always), ...(reference ? [labels, ...chunks] : [])];
  const listed = new Set(Object.keys(members));
  const unlisted = needed.find((path) => !listed.has(path));
  if (unlisted !== undefined)
    throw new FormatError(`${manifestPath}: expected a member ${unlisted.slice(0, 200)}, got none`);
  const missing = [...listed].find((path) => !present.includes(path));
  if (missing !== undefined)
    throw new FormatError(`bundle: expected a member ${missing.slice(0, 200)}, got none`);
  const foreign = present.find((path) => path !== manifestPath && !listed.has(path));
  if (foreign !== undefined)
    throw new FormatError(`bundle: expected members of its manifest only, got ${foreign.slice(0, 200)} too`);
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
  if (got !== expected?.sha256) throw damaged(path, expected?.sha256 ?? 'none', got);
}

function damaged(path: string, expected: string, got: string): FormatError {
  return new FormatError(`${path}: expected bytes with the sha256 ${expected}, got ${got}: it was changed`);
}
