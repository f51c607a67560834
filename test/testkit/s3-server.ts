import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port';
import { s3Program } from './s3-program';
import { waitFor } from './wait-for';

/** Its administrator's key. */
const rootKey = { ROOT_ACCESS_KEY: 'tester', ROOT_SECRET_KEY: 'a-secret-of-tests' };

/** An S3 server with one bucket, its objects files of a folder. */
export interface S3Server {
  /** Variables for processes that keep their artifacts there, below a prefix. */
  readonly variables: Readonly<Record<string, string>>;
  /** The file behind an object of the store. */
  objectFile(digest: string): string;
  /** The files behind all objects below a part of the store's prefix, in order. */
  filesBelow(part: string): Promise<string[]>;
  /** Ends it at once; what it has stored stays. */
  kill(): Promise<void>;
  /** Starts it again at the same address, unless it runs. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server with an empty bucket; it is compiled by Go first where it is not in the cache folder yet. */
export async function startS3Server(): Promise<S3Server> {
  const program = await s3Program();
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-s3-'));
  await mkdir(join(folder, 'bucket'));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const start = async () => {
    if (child) return;
    child = spawn(program, ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', folder], {
      stdio: 'ignore',
      env: { ...process.env, ...rootKey },
    });
    await waitFor('the S3 server to answer', () =>
      fetch(endpoint).then(
        () => true,
        () => false,
      ),
    );
  };
  const kill = async () => {
    const ending = child;
    child = undefined;
    if (!ending) return;
    const exited = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    ending.kill('SIGKILL');
    await exited;
  };
  await start();
  return {
    variables: {
      FIDUCIAL_ARTIFACTS: 's3://bucket/some/prefix',
      FIDUCIAL_S3_ENDPOINT: endpoint,
      FIDUCIAL_S3_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: rootKey.ROOT_ACCESS_KEY,
      AWS_SECRET_ACCESS_KEY: rootKey.ROOT_SECRET_KEY,
    },
    objectFile: (digest) => join(folder, 'bucket', 'some', 'prefix', digest.slice(0, 2), digest.slice(2)),
    filesBelow: async (part) => {
      const below = join(folder, 'bucket', 'some', 'prefix', part);
      const entries = await readdir(below, { recursive: true, withFileTypes: true }).catch(() => []);
      const files = entries.filter((entry) => entry.isFile());
      return files.map(({ parentPath, name }) => join(parentPath, name)).sort();
    },
    kill,
    start,
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
