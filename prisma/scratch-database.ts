import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Makes an empty database on the server of `url`, hands its address to `use`, and drops it afterwards. */
export async function withScratchDatabase<T>(
  url: string,
  use: (scratchUrl: string) => Promise<T>,
): Promise<T> {
  const name = `scratch_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${name}`);
    const scratch = new URL(url);
    scratch.pathname = `/${name}`;
    return await use(scratch.href);
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.end();
  }
}
