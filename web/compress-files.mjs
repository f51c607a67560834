/**
 * Compresses the files that browsers load with the pages: `node compress-files.mjs`, after the build. Beside each file of
 * .next/static stand FILE.br and FILE.gz from then on, where they are smaller: made once and well, so that no visit waits for it.
 * The server sends them: see server/http/page-files.ts.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = join(import.meta.dirname, '.next/static');
const compressible = /\.(?:js|css|json|svg|txt|wasm)$/;

/** 9 of 11: the last 7 % would take six times as long. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 22 } };

for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!compressible.test(name)) continue;
  const file = join(folder, name);
  const bytes = readFileSync(file);
  for (const [suffix, smaller] of [
    ['br', brotliCompressSync(bytes, brotli)],
    ['gz', gzipSync(bytes, { level: 9 })],
  ])
    if (smaller.length < bytes.length) writeFileSync(`${file}.${suffix}`, smaller);
}
