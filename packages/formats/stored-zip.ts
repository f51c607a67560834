import { zipSync } from 'fflate';

/** A ZIP archive that holds its files as they are, not compressed: path -> bytes. */
export function storedZip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync({ ...files }, { level: 0 });
}
