import { expectedGot } from '@fiducial/core/expected-got';
import { z } from 'zod';
import { FormatError } from '../format-error';
import {
  type BundleManifest,
  bundleFormat,
  bundleManifest,
  bundleVersion,
  manifestPath,
  memberPaths,
} from './bundle-manifest';

/** Largest manifest that is read. */
export const mostManifestBytes = 8e6;

/** Read before the rest, so that another version is called that and not malformed. */
const heading = z.object({ format: z.literal(bundleFormat), version: z.int() });

/** The manifest of a bundle from its text. @throws {FormatError} in words, for anything but one of this version */
export function readManifest(text: string): BundleManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
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

/**
 * Holds the names of an archive's files against its manifest: all members that are spoken of are listed, all that are listed
 * are there, and nothing else is.
 *
 * @throws {FormatError}
 */
export function checkNames({ members, reference }: BundleManifest, present: readonly string[]): void {
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

/** What a member that is not as the manifest says is refused with. */
export function changedMember(path: string, expected: string, got: string): FormatError {
  return new FormatError(`${path}: expected bytes with the sha256 ${expected}, got ${got}: it was changed`);
}
