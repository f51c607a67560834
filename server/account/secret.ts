import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileName = 'secret';

/**
 * The secret that signs cookies: that of the environment, else one kept in the data folder, readable by its owner only and
 * made at the first start. Servers that share a database behind one address need the same.
 */
export async function readSecret({
  given,
  dataFolder,
}: {
  given: string | undefined;
  dataFolder: string;
}): Promise<string> {
  if (given) return given;
  const file = join(dataFolder, fileName);
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (kept !== undefined) return kept.trim();
  await mkdir(dataFolder, { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  // Whoever comes first wins, whole: a link, other than a rename, does not replace.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return (await readFile(file, 'utf8')).trim();
}
