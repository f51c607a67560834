import { readFile, stat } from 'node:fs/promises';
import {
  checkIdxFile,
  checkImageArchive,
  checkLabels,
  checkModelJson,
  checkPng,
  FormatError,
} from '@fiducial/formats';

/** Most bytes of a file that is read whole: Node reads no more at once. */
const mostReadBytes = 2 ** 31 - 1;
/** Most bytes of a JSON file: as a value in memory it takes some ten times as much. */
const mostJsonBytes = 64 << 20;

/** What an uploaded file may be for, with what is looked at before anybody may use it. */
const checks: Readonly<Record<string, (file: string) => Promise<void>>> = {
  idx: checkIdxFile,
  imageFolder: (file) => checkImageArchive(file),
  spriteSheet: async (file) => checkPng(await readWhole(file, mostReadBytes)),
  labels: async (file) => checkLabels(await readText(file)),
  model: async (file) => checkModelJson(await readText(file)),
};

/** Kinds of uploads whose content is checked. */
export const checkedKinds: ReadonlySet<string> = new Set(Object.keys(checks));

/** All kinds of uploads. Files of the last three are taken as they are: nobody reads them here. */
export const uploadKinds: readonly string[] = [...checkedKinds, 'weights', 'checkpoint', 'file'];

/** Looks into a file whose kind is known. @throws {FormatError} with what was expected and what came */
export async function checkContent(kind: string, file: string): Promise<void> {
  const check = checks[kind];
  if (!check) return;
  const { size } = await stat(file);
  if (size > mostReadBytes)
    throw new FormatError(`file: expected at most ${mostReadBytes} bytes of this kind, got ${size}`);
  await check(file);
}

async function readWhole(file: string, most: number): Promise<Buffer> {
  const { size } = await stat(file);
  if (size > most) throw new FormatError(`file: expected at most ${most} bytes of this kind, got ${size}`);
  return readFile(file);
}

async function readText(file: string): Promise<string> {
  return (await readWhole(file, mostJsonBytes)).toString('utf8');
}
