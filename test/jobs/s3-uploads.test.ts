import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateMultipartUploadCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { openArtifactStore } from '@fiducial/server/artifact/open-store';
import { readEnv } from '@fiducial/server/env';
import { collectGarbage } from '@fiducial/server/garbage/collect-garbage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiProcess, startApiProcess } from '../testkit/api-process';
import { asking } from '../testkit/asking';
import { begin, stateOf } from '../testkit/begin-upload';
import { cloneDatabase } from '../testkit/database';
import { freePort } from '../testkit/free-port';
import { type S3Server, startS3Server } from '../testkit/s3-server';
import { createProject } from '../testkit/thing-requests';
import { waitFor } from '../testkit/wait-for';

let server: S3Server;
let database: Awaited<ReturnType<typeof cloneDatabase>>;
let folder: string;
let api: ApiProcess;

async function start(variables: Readonly<Record<string, string>> = {}) {
  api = await startApiProcess({
    ...server.variables,
    DATABASE_URL: database.url,
    FIDUCIAL_DATA: folder,
    ...variables,
  });
  return asking(api.address);
}

beforeAll(async () => {
  server = await startS3Server();
  // As any process: the SDK takes its credentials from the environment.
  Object.assign(process.env, server.variables);
  folder = await mkdtemp(join(tmpdir(), 'fiducial-s3-uploads-'));
  database = await cloneDatabase();
}, 240_000);
afterAll(async () => {
  await api?.kill();
  await database?.drop();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const staged = () => readdir(join(folder, 'artifacts-cache', 'staging', 'uploads'));
const tus = { 'tus-resumable': '1.0.0' };

function patch(url: string, from: number, body: Uint8Array): Promise<Response> {
  const headers = {
    'content-type': 'application/offset+octet-stream',
    'upload-offset': String(from),
    ...tus,
  };
  return fetch(`${api.address}${url}`, { method: 'PATCH', headers, body: Buffer.from(body) });
}

test('an upload into a bucket goes on after the server was killed, and is sent there in parts', async () => {
  const away = `http://127.0.0.1:${await freePort()}`;
  const asked = await start({ FIDUCIAL_S3_ENDPOINT: away });
  const projectId = await createProject(asked);
  const bytes = randomBytes(70 << 20);
  const begun = await begin(asked, { projectId, bytes });
  const half = bytes.length / 2;
  expect((await patch(begun.resumableUrl, 0, bytes.subarray(0, half))).status).toBe(204);
  await api.kill();
  const again = await start({ FIDUCIAL_S3_ENDPOINT: away });
  const head = await fetch(`${api.address}${begun.resumableUrl}`, { method: 'HEAD', headers: tus });
  expect(head.headers.get('upload-offset')).toBe(String(half));
  // The bucket is away when all has come: nothing is lost.
  expect((await patch(begun.resumableUrl, half, bytes.subarray(half))).status).toBe(503);
  expect(await staged()).toEqual([begun.uploadId]);
  expect((await begin(again, { projectId, bytes })).uploadId).toBe(begun.uploadId);
  await api.kill();
  const last = await start();
  // On a busy machine the check of 70 MB outlasts one question.
  await waitFor('the upload to be ready', async () => (await stateOf(last, begun)).state === 'READY');
  expect((await readFile(server.objectFile(begun.sha256))).equals(bytes)).toBe(true);
  expect(await staged()).toEqual([]);
}, 120_000);

test('parts of a file whose sending broke off are collected', async () => {
  const client = new S3Client({
    endpoint: server.variables.FIDUCIAL_S3_ENDPOINT ?? '',
    region: 'us-east-1',
    forcePathStyle: true,
  });
  const Key = `some/prefix/ab/${'0'.repeat(62)}`;
  await client.send(new CreateMultipartUploadCommand({ Bucket: 'bucket', Key }));
  const unfinished = async () =>
    (await client.send(new ListMultipartUploadsCommand({ Bucket: 'bucket' }))).Uploads ?? [];
  expect(await unfinished()).toHaveLength(1);
  const store = await openArtifactStore(readEnv({ ...server.variables, FIDUCIAL_DATA: folder }));
  await collectGarbage({ prisma: database.prisma, store });
  expect(await unfinished()).toHaveLength(1);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await collectGarbage({ prisma: database.prisma, store, quietMs: 0 });
  expect(await unfinished()).toEqual([]);
});
