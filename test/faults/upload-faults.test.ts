import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storedZip } from '@fiducial/formats';
import { openFolderStore } from '@fiducial/server/artifact/folder-store';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ApiProcess, startApiProcess } from '../testkit/api-process';
import { asking } from '../testkit/asking';
import { type Begun, begin, stateOf } from '../testkit/begin-upload';
import { cloneDatabase } from '../testkit/database';
import { childrenOf, gone } from '../testkit/processes';
import { createProject } from '../testkit/thing-requests';
import { waitFor } from '../testkit/wait-for';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let folder: string;
let projectId: string;
let api: ApiProcess;

/** The server anew, as after an upgrade or a power cut: another process on the same database and folder. */
async function start(variables: Readonly<Record<string, string>> = {}): Promise<ReturnType<typeof asking>> {
  api = await startApiProcess({
    DATABASE_URL: database.url,
    FIDUCIAL_DATA: folder,
    FIDUCIAL_ARTIFACTS: folder,
    ...variables,
  });
  return asking(api.address);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-uploads-'));
  database = await cloneDatabase();
  projectId = await createProject(await start());
  await api.kill();
});
afterEach(() => api.kill());
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const mega = 1 << 20;
const staged = (): Promise<string[]> => readdir(join(folder, 'staging', 'uploads')).catch(() => []);
const tus = { 'tus-resumable': '1.0.0' };

function patch(url: string, from: number, body: Uint8Array): Promise<Response> {
  const headers = {
    'content-type': 'application/offset+octet-stream',
    'upload-offset': String(from),
    ...tus,
  };
  return fetch(`${api.address}${url}`, { method: 'PATCH', headers, body: Buffer.from(body) });
}

async function offset({ resumableUrl }: Begun): Promise<number> {
  const response = await fetch(`${api.address}${resumableUrl}`, { method: 'HEAD', headers: tus });
  expect(response.status).toBe(200);
  return Number(response.headers.get('upload-offset'));
}

const archive = storedZip({ 'a/x.txt': Buffer.from('one'), 'b/y.txt': Buffer.from('two') });

describe('a server that is killed', () => {
  test('in the middle of a piece goes on with the upload at the byte that it has, at the same address', async () => {
    const asked = await start();
    const bytes = randomBytes(60 * mega);
    const begun = await begin(asked, { projectId, bytes });
    let sent = 0;
    const slow = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        controller.enqueue(bytes.subarray(sent, sent + mega));
        sent += mega;
        await new Promise((resolve) => setTimeout(resolve, 20));
      },
    });
    const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0', ...tus };
    const url = `${api.address}${begun.resumableUrl}`;
    const cutOff = fetch(url, { method: 'PATCH', headers, body: slow, duplex: 'half' } as RequestInit);
    const broke = cutOff.then(
      () => false,
      () => true,
    );
    await waitFor('20 MB to be sent', async () => sent > 20 * mega);
    await api.kill();
    expect(await broke).toBe(true);
    const again = await start();
    const got = await offset(begun);
    expect(got).toBeGreaterThan(mega);
    expect(got).toBeLessThan(bytes.length);
    // A program that was started anew, too, and does not know the address any more.
    expect((await begin(again, { projectId, bytes })).uploadId).toBe(begun.uploadId);
    expect((await patch(begun.resumableUrl, got, bytes.subarray(got))).status).toBe(204);
    expect(await stateOf(again, begun)).toMatchObject({ state: 'READY' });
    expect((await (await openFolderStore(folder)).read(begun.sha256)).equals(bytes)).toBe(true);
    expect(await staged()).toEqual([]);
  });

  test('while a file is checked leaves no process behind, and checks it again when it is asked', async () => {
    const asked = await start({ FIDUCIAL_FAILPOINTS: 'uploadCheck=wait' });
    const begun = await begin(asked, { projectId, bytes: archive, kind: 'imageFolder' });
    const answer = patch(begun.resumableUrl, 0, archive).catch(() => undefined);
    const child = await waitFor('a child to check', async () => (await childrenOf(api.pid))[0]);
    await api.kill();
    await answer;
    await gone(child);
    const again = await start();
    expect(await offset(begun)).toBe(archive.length);
    expect(await stateOf(again, begun)).toMatchObject({ state: 'READY' });
    expect(await staged()).toEqual([]);
  });
});

describe('a check', () => {
  test.each([
    [
      'dies',
      'kill',
      {},
      400,
      /^file: expected one that can be read, got one at which its check died \(SIGKILL\)/,
    ],
    ['ends without an answer', 'exit', {}, 400, /its check died \(exit code 3\)/],
    [
      'hangs',
      'pause',
      { FIDUCIAL_UPLOAD_CHECK_SECONDS: '1' },
      413,
      /^file: expected its check to take at most 1 s, got no end by then/,
    ],
    [
      'grows',
      'grow',
      { FIDUCIAL_UPLOAD_CHECK_MB: '300' },
      413,
      /^file: expected its check to take at most 300 MB of memory, got more/,
    ],
  ])('that %s refuses the file in words, and nothing stays', async (_how, action, limits, status, words) => {
    const asked = await start({ FIDUCIAL_FAILPOINTS: `uploadCheck=${action}`, ...limits });
    const begun = await begin(asked, { projectId, bytes: archive, kind: 'imageFolder' });
    const answer = await fetch(`${api.address}${begun.url}`, { method: 'PUT', body: Buffer.from(archive) });
    expect([answer.status, await answer.json()]).toEqual([status, { error: expect.stringMatching(words) }]);
    expect(await stateOf(asked, begun)).toMatchObject({ message: expect.stringMatching(words) });
    expect(await staged()).toEqual([]);
    expect(await childrenOf(api.pid)).toEqual([]);
    // Spent: the same bytes are not taken there any more.
    const more = await fetch(`${api.address}${begun.url}`, { method: 'PUT', body: Buffer.from(archive) });
    expect(more.status).toBe(400);
    // The server itself goes on.
    expect((await fetch(`${api.address}/readyz`)).status).toBe(200);
  });

  test('that meets a full disk refuses nothing: the bytes stay for another try', async () => {
    const asked = await start({ FIDUCIAL_FAILPOINTS: 'uploadCheck=full' });
    const begun = await begin(asked, { projectId, bytes: archive, kind: 'imageFolder' });
    expect((await patch(begun.resumableUrl, 0, archive)).status).toBe(507);
    expect(await staged()).toEqual([begun.uploadId]);
    await api.kill();
    expect(await stateOf(await start(), begun)).toMatchObject({ state: 'READY' });
  });

  test('that takes longer than a request may is waited for by asking again', async () => {
    const failpoints = Array.from({ length: 5 }, () => 'uploadCheck=wait').join();
    const asked = await start({ FIDUCIAL_FAILPOINTS: failpoints });
    const begun = await begin(asked, { projectId, bytes: archive, kind: 'imageFolder' });
    const answer = patch(begun.resumableUrl, 0, archive);
    await waitFor('all bytes to be there', async () => (await staged()).length === 1);
    expect(await stateOf(asked, begun)).toMatchObject({ state: 'CHECKING', complete: false });
    expect(await stateOf(asked, begun)).toMatchObject({ state: 'READY', complete: true });
    expect((await answer).status).toBe(204);
  });
});
