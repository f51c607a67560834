import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MnistFile, mnistFiles, reachableMirror } from '../dataset/sources/public-mnist';
import { SetUpError } from '../set-up-error';

/** Which digits there are to show things with. */
export type Digits =
  | { readonly kind: 'files'; readonly folder: string; readonly files: Readonly<Record<MnistFile, Buffer>> }
  | { readonly kind: 'mirror' }
  | { readonly kind: 'builtIn' };

/**
 * Full MNIST where it is at hand, in `folder` or from a public mirror, else the 10,000 digits that come with the product.
 *
 * @throws {SetUpError} when `folder` is given and lacks a file
 */
export async function chooseDigits(folder: string | undefined): Promise<Digits> {
  if (folder) return { kind: 'files', folder, files: await readFiles(folder) };
  return (await reachableMirror()) ? { kind: 'mirror' } : { kind: 'builtIn' };
}

async function readFiles(folder: string): Promise<Record<MnistFile, Buffer>> {
  const read = async (file: MnistFile): Promise<[MnistFile, Buffer]> => {
    const path = join(folder, mnistFiles[file].name);
    const bytes = await readFile(`${path}.gz`).catch(() => readFile(path));
    return [file, bytes];
  };
  try {
    const entries = await Promise.all((Object.keys(mnistFiles) as MnistFile[]).map(read));
    return Object.fromEntries(entries) as Record<MnistFile, Buffer>; // one entry a key
  } catch (error) {
    const names = Object.values(mnistFiles).map(({ name }) => `${name}[.gz]`);
    throw new SetUpError(
      `FIDUCIAL_MNIST: expected a folder with ${names.join(', ')}, got ${folder} (${(error as Error).message}).`,
    );
  }
}

/** The digits in words. */
export function describeDigits(digits: Digits): string {
  return {
    files: 'full MNIST from the files given',
    mirror: 'full MNIST from a public mirror',
    builtIn: 'the 10,000 built-in digits (FIDUCIAL_MNIST names a folder with full MNIST)',
  }[digits.kind];
}
