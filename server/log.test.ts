import { expect, test } from 'vitest';
import { openLog, withLogFields } from './log';

const secret = 'hunter2-correct-horse';

function logged(use: (log: ReturnType<typeof openLog>) => void): string {
  const lines: string[] = [];
  use(openLog('trace', (line) => lines.push(line)));
  return lines.join('');
}

test.each<[string, object]>([
  ['a password', { password: secret }],
  ['a header', { headers: { authorization: `Bearer ${secret}`, cookie: secret } }],
  ['a setting deeper down', { request: { options: { clientSecret: secret } } }],
  [
    'an error with an address',
    { err: new Error(`connect postgresql://fiducial:${secret}@127.0.0.1:5432/x failed`) },
  ],
  [
    'an error with more fields',
    { err: Object.assign(new Error('no'), { connectionString: secret, token: secret }) },
  ],
  ['an access token in text', { note: `token fid_${secret} was refused` }],
  ['an upload’s address', { url: `/uploads/1?signature=${secret}&x=1` }],
  ['a cookie in text', { note: `fiducial.session_token=${secret}; path=/` }],
])('%s never reaches the log', (_what, fields) => {
  const text = logged((log) => log.error(fields, 'something failed'));
  expect(text).toContain('something failed');
  expect(text).not.toContain(secret);
});

test('a message never holds what comes after Bearer', () => {
  expect(logged((log) => log.warn(`Authorization: Bearer ${secret}`))).not.toContain(secret);
});

test('a line says during which request and attempt it was written, also later', async () => {
  const lines: string[] = [];
  const log = openLog('info', (line) => lines.push(line));
  await withLogFields({ requestId: 'r1' }, async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    withLogFields({ runId: 'a', attempt: 2 }, () => log.info('inside'));
  });
  log.info('outside');
  const [inside, outside] = lines.map((line) => JSON.parse(line));
  expect(inside).toMatchObject({ requestId: 'r1', runId: 'a', attempt: 2, msg: 'inside' });
  expect(outside.requestId).toBeUndefined();
});
