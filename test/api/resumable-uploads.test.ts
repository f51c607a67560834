import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openFolderStore } from '@fiducial/server/artifact/folder-store';
import { collectGarbage } from '@fiducial/server/garbage/collect-garbage';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { type Begun, begin, stateOf } from '../testkit/begin-upload';
import { createProject } from '../testkit/thing-requests';
import { waitFor } from '../testkit/wait-for';

let api: ApiBench;
let artifacts: string;
let projectId: string;
beforeAll(async () => {
  artifacts = await mkdtemp(join(tmpdir(), 'fiducial-uploads-'));
  api = await openApiBench({
    FIDUCIAL_ARTIFACTS: artifacts,
    FIDUCIAL_UPLOAD_IDLE_SECONDS: '1',
    FIDUCIAL_UPLOADS_PER_TEAM: '40',
  });
  projectId = await createProject(api);
});
afterAll(async () => {
  await api.close();
  await rm(artifacts, { recursive: true, force: true });
});

const mega = 1 << 20;
const staged = (): Promise<string[]> => readdir(join(artifacts, 'staging', 'uploads')).catch(() => []);
const announce = (bytes: Uint8Array, more: Record<string, unknown> = {}) =>
  begin(api, { projectId, bytes, ...more });
const tus = { 'tus-resumable': '1.0.0' };

function patch(url: string, from: number, bytes: Uint8Array, more: Record<string, string> = {}) {
  const headers = {
    ...tus,
    'content-type': 'application/offset+octet-stream',
    'upload-offset': String(from),
    ...more,
  };
  return fetch(`${api.address}${url}`, { method: 'PATCH', headers, body: Buffer.from(bytes) });
}

async function offset({ resumableUrl }: Begun): Promise<number> {
  const response = await fetch(`${api.address}${resumableUrl}`, { method: 'HEAD', headers: tus });
  expect(response.status).toBe(200);
  return Number(response.headers.get('upload-offset'));
}

/** The head of a request and the beginning of its body, on a connection that stays open. */
async function begunRequest(
  method: string,
  url: string,
  length: number,
  first: Uint8Array,
  more = '',
): Promise<Socket> {
  const { hostname, port, host } = new URL(api.address);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(`${method} ${url} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${length}\r\n${more}\r\n`);
  socket.write(first);
  return socket;
}

const piece = 'Tus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\n';

async function answered(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return text;
}

describe('an upload piece by piece', () => {
  test('goes on where its connection broke, and is the whole file at the end', async () => {
    const bytes = randomBytes(3 * mega);
    const begun = await announce(bytes);
    expect(await offset(begun)).toBe(0);
    const socket = await begunRequest(
      'PATCH',
      begun.resumableUrl,
      bytes.length,
      bytes.subarray(0, mega),
      piece,
    );
    await waitFor('a megabyte to be there', async () => (await stateOf(api, begun)).receivedBytes === mega);
    socket.destroy();
    expect(await offset(begun)).toBe(mega);
    const second = await patch(begun.resumableUrl, mega, bytes.subarray(mega, 2 * mega));
    expect([second.status, second.headers.get('upload-offset')]).toEqual([204, String(2 * mega)]);
    expect(await stateOf(api, begun)).toMatchObject({
      message: expect.stringMatching(/have not arrived: expected 3145728, got 2097152/),
    });
    expect((await patch(begun.resumableUrl, 2 * mega, bytes.subarray(2 * mega))).status).toBe(204);
    expect(await stateOf(api, begun)).toMatchObject({
      state: 'READY',
      complete: true,
      receivedBytes: bytes.length,
    });
    const store = await openFolderStore(artifacts);
    expect((await store.read(begun.sha256)).equals(bytes)).toBe(true);
    expect(await staged()).not.toContain(begun.uploadId);
    // Spent: nothing more is taken there, and whoever asks is told that all has come.
    expect((await patch(begun.resumableUrl, 0, bytes)).status).toBe(409);
    expect(await offset(begun)).toBe(bytes.length);
  });

  test('is taken from the client of the protocol’s own makers, which is cut off and goes on by itself', async () => {
    const bytes = randomBytes(8 * mega);
    const begun = await announce(bytes);
    const sent: number[] = [];
    let cut = false;
    await new Promise<void>((resolve, reject) => {
      const upload: Upload = new Upload(bytes, {
        uploadUrl: `${api.address}${begun.resumableUrl}`,
        chunkSize: 2 * mega,
        retryDelays: [0, 100, 500],
        onError: reject,
        onSuccess: () => resolve(),
        onChunkComplete: (_size, accepted) => {
          sent.push(accepted);
          if (cut) return;
          cut = true;
          void upload.abort().then(() => upload.start());
        },
      });
      upload.start();
    });
    expect(cut).toBe(true);
    expect(sent.at(-1)).toBe(bytes.length);
    expect(await stateOf(api, begun)).toMatchObject({ state: 'READY' });
  });

  test('of other bytes than announced is refused at the end, and can begin again', async () => {
    const bytes = randomBytes(5000);
    const begun = await announce(bytes);
    const other = Buffer.from(bytes.map((value) => value ^ 1));
    const refused = await patch(begun.resumableUrl, 0, other);
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: expect.stringMatching(/not those announced/) },
    ]);
    expect(await staged()).not.toContain(begun.uploadId);
    expect(await offset(begun)).toBe(0);
    expect((await patch(begun.resumableUrl, 0, bytes)).status).toBe(204);
  });

  test('is told what is wrong with its requests', async () => {
    const bytes = randomBytes(5000);
    const { resumableUrl, url } = await announce(bytes);
    const status = async (answer: Promise<Response>) => (await answer).status;
    expect(await status(patch(resumableUrl, 100, bytes.subarray(100)))).toBe(409);
    expect(await status(patch(resumableUrl, 0, bytes, { 'content-type': 'text/plain' }))).toBe(415);
    expect(await status(patch(resumableUrl, 0, bytes, { 'tus-resumable': '0.2.2' }))).toBe(412);
    expect(await status(patch(resumableUrl, -1, bytes))).toBe(400);
    expect(await status(patch(resumableUrl, 0, Buffer.concat([bytes, bytes])))).toBe(413);
    // Each address is for its own way, and for its own upload.
    expect(await status(patch(url, 0, bytes))).toBe(404);
    expect(await status(fetch(`${api.address}${resumableUrl}`, { method: 'PUT', body: bytes }))).toBe(404);
    const another = await announce(bytes);
    const mixed = resumableUrl.replace(/\/uploads\/[^?]+/, `/uploads/${another.uploadId}`);
    expect(await status(patch(mixed, 0, bytes))).toBe(404);
    const options = await fetch(`${api.address}${resumableUrl}`, { method: 'OPTIONS' });
    expect(options.status).toBe(204);
    expect(options.headers.get('tus-extension')).toBe('expiration,termination');
  });

  test('is taken back, and nothing of it stays', async () => {
    const bytes = randomBytes(5000);
    const begun = await announce(bytes);
    await patch(begun.resumableUrl, 0, bytes.subarray(0, 100));
    expect(await staged()).toContain(begun.uploadId);
    const request = { method: 'DELETE', headers: tus };
    expect((await fetch(`${api.address}${begun.resumableUrl}`, request)).status).toBe(204);
    expect(await staged()).not.toContain(begun.uploadId);
    expect((await fetch(`${api.address}${begun.resumableUrl}`, request)).status).toBe(404);
  });

  test('is sent by one at a time: who comes later takes over', async () => {
    const bytes = randomBytes(2 * mega);
    const begun = await announce(bytes);
    const stuck = await begunRequest(
      'PATCH',
      begun.resumableUrl,
      bytes.length,
      bytes.subarray(0, mega),
      piece,
    );
    const answer = answered(stuck);
    await waitFor('a megabyte to be there', async () => (await stateOf(api, begun)).receivedBytes === mega);
    // Nobody has noticed that this connection is dead.
    expect(await offset(begun)).toBe(mega);
    expect(await answer).toMatch(/^HTTP\/1.1 409/);
    expect((await patch(begun.resumableUrl, mega, bytes.subarray(mega))).status).toBe(204);
  });

  test('above 50 MB comes back to whoever announces it again, and is not begun twice', async () => {
    const bytes = Buffer.alloc(51e6, 'large');
    const begun = await announce(bytes);
    await patch(begun.resumableUrl, 0, bytes.subarray(0, mega));
    const again = await announce(bytes);
    expect(again.uploadId).toBe(begun.uploadId);
    expect(await offset(again)).toBe(mega);
    expect((await announce(bytes, { fileName: 'another.bin' })).uploadId).not.toBe(begun.uploadId);
    expect((await patch(again.resumableUrl, mega, bytes.subarray(mega))).status).toBe(204);
    expect((await announce(bytes)).uploadId).not.toBe(begun.uploadId);
  });
});

describe('an upload that stalls or breaks off', () => {
  test.each([
    ['PUT', ''],
    ['PATCH', piece],
  ])('%s: is ended in words after a pause without bytes', async (method, more) => {
    const bytes = randomBytes(5000);
    const begun = await announce(bytes);
    const url = method === 'PUT' ? begun.url : begun.resumableUrl;
    const socket = await begunRequest(method, url, bytes.length, bytes.subarray(0, 100), more);
    const started = performance.now();
    const answer = await answered(socket);
    expect(answer).toMatch(/^HTTP\/1.1 408/);
    expect(answer).toMatch(/expected some every 1 s, got none/);
    expect(performance.now() - started).toBeLessThan(4000);
    // What was put at once is put again at once; what came piece by piece is kept.
    expect(await offset(begun)).toBe(method === 'PUT' ? 0 : 100);
    expect((await staged()).includes(begun.uploadId)).toBe(method === 'PATCH');
  });

  test.each([4999, 5001])('is refused by a Content-Length of %d in place of 5000', async (length) => {
    const bytes = randomBytes(5000);
    const { url, uploadId } = await announce(bytes);
    const socket = await begunRequest('PUT', url, length, bytes.subarray(0, 10));
    // Before its bytes have come.
    expect(await answered(socket)).toMatch(length > 5000 ? /^HTTP\/1.1 413/ : /^HTTP\/1.1 400/);
    expect(await staged()).not.toContain(uploadId);
  });

  test('leaves nothing of a PUT that ends before its Content-Length, which can be put again', async () => {
    const bytes = randomBytes(2 * mega);
    const begun = await announce(bytes);
    const socket = await begunRequest('PUT', begun.url, bytes.length, bytes.subarray(0, mega));
    await waitFor('a megabyte to be there', async () => (await stateOf(api, begun)).receivedBytes === mega);
    socket.destroy();
    await waitFor('staging to be empty', async () => !(await staged()).includes(begun.uploadId));
    const answer = await fetch(`${api.address}${begun.url}`, { method: 'PUT', body: bytes });
    expect(answer.status).toBe(201);
    expect(await stateOf(api, begun)).toMatchObject({ state: 'READY' });
  });
});

test('garbage collection removes what came of uploads that are over, not of those that go on', async () => {
  const [over, goesOn] = [await announce(randomBytes(5000)), await announce(randomBytes(5000))];
  for (const { resumableUrl } of [over, goesOn]) await patch(resumableUrl, 0, randomBytes(100));
  const store = await openFolderStore(artifacts);
  await collectGarbage({ prisma: api.prisma, store });
  expect(await staged()).toEqual(expect.arrayContaining([over.uploadId, goesOn.uploadId]));
  await api.prisma
    .$executeRaw`UPDATE "Upload" SET "expiresAt" = now() - interval '2 hours' WHERE id = ${over.uploadId}::uuid`;
  await collectGarbage({ prisma: api.prisma, store });
  expect(await staged()).not.toContain(over.uploadId);
  expect(await offset(goesOn)).toBe(100);
});

test('the Python example of the documentation uploads', async () => {
  const text = await readFile(join(import.meta.dirname, '../../docs/uploads.md'), 'utf8');
  const [, program = ''] = /```python\n([\s\S]*?)```/.exec(text) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-example-'));
  const bytes = randomBytes(9 * mega);
  await writeFile(join(folder, 'weights.bin'), bytes);
  await writeFile(join(folder, 'upload.py'), program);
  const run = () =>
    promisify(execFile)('python3', ['upload.py', 'weights.bin', 'weights', projectId], {
      cwd: folder,
      env: { ...process.env, FIDUCIAL_URL: api.address },
    });
  const { stdout } = await run();
  expect(await stateOf(api, { uploadId: stdout.trim() })).toMatchObject({ state: 'READY' });
  await rm(folder, { recursive: true });
});

test('no more uploads are begun at once than a team may have', async () => {
  const open = await api.prisma.upload.count({
    where: { completedAt: null, refusal: null, expiresAt: { gt: new Date() } },
  });
  const begun = await Promise.all(Array.from({ length: 50 }, () => announce(randomBytes(10))));
  expect(begun.filter(({ uploadId }) => uploadId)).toHaveLength(40 - open);
  expect(begun.find(({ message }) => message)?.message).toMatch(
    /expected at most 40 of a team that are not finished/,
  );
});
