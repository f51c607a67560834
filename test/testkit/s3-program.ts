import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '@fiducial/backend';

/** Version of the Versity S3 Gateway, an S3 server over a folder that Versity maintains. */
const version = 'v1.0.14';

/**
 * The program of the S3 server that is tested against, compiled by Go first where it is not in the cache folder yet: that
 * takes a minute or two of both cores, so that `npm test` does it before any test waits for it.
 *
 * @throws {Error} where there is no Go, or it cannot compile it
 */
export async function s3Program(): Promise<string> {
  const folder = join(cacheFolder, `versitygw-${version}`);
  const program = join(folder, 'versitygw');
  const run = promisify(execFile);
  const works = await run(program, ['--version']).then(
    () => true,
    () => false,
  );
  if (works) return program;
  await mkdir(folder, { recursive: true });
  // Files under test may come here at once: it is put there in one step.
  await run('go', ['install', `github.com/versity/versitygw/cmd/versitygw@${version}`], {
    env: { ...process.env, GOBIN: folder },
  });
  return program;
}
