import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SetUpError } from '../set-up-error';
import { readPageDocuments } from './page-documents';

const folder = mkdtempSync(join(tmpdir(), 'fiducial-documents-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = '{ serverInfo { version } }';
const digest = createHash('sha256').update(text).digest('hex');
const listOf = (content: string): string => {
  const file = join(folder, `${createHash('sha256').update(content).digest('hex')}.json`);
  writeFileSync(file, content);
  return file;
};

test('an id gives its document, and nothing else does', () => {
  const documents = readPageDocuments(listOf(JSON.stringify({ [digest]: text })), { only: false });
  expect(documents.textOf(`sha256:${digest}`)).toBe(text);
  for (const id of [digest, 'sha256:', `sha256:${'0'.repeat(64)}`, 'sha256:__proto__', ''])
    expect(() => documents.textOf(id)).toThrow('documentId: expected one of the documents');
});

test('without a list there is none, which is refused where nothing else is taken', () => {
  const missing = join(folder, 'missing.json');
  expect(() => readPageDocuments(missing, { only: false }).textOf(`sha256:${digest}`)).toThrow();
  expect(() => readPageDocuments(missing, { only: true })).toThrow(SetUpError);
});

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['a text under the digest of another one', JSON.stringify({ [digest]: `${text} ` })],
])('a damaged list is refused in words: %s', (_name, content) => {
  expect(() => readPageDocuments(listOf(content), { only: false })).toThrow(/is damaged/);
});
