import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const settingsSchema = z.object({ port: z.int(), password: z.string().min(8) });

/** What has to stay the same between two starts of one data folder. */
export type PostgresSettings = z.output<typeof settingsSchema>;

/** Settings kept in `file`, or new ones: a password, and port 0 for "any free one". */
export async function readSettings(file: string): Promise<PostgresSettings> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return settingsSchema.parse(JSON.parse(text));
  return { port: 0, password: randomBytes(18).toString('base64url') };
}

/** Replaces `file` whole, readable by its owner only. */
export async function writeSettings(file: string, settings: PostgresSettings): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, `${JSON.stringify(settings)}\n`, { mode: 0o600 });
  await rename(draft, file);
}
