import { existsSync } from 'node:fs';
import type { RequestHandler } from 'express';
import sirv from 'sirv';

const yearSeconds = 365 * 86_400;

/**
 * Sends the scripts and styles of the pages (web/compress-files.mjs), whose names change with their bytes; what it does not have
 * is left to who comes next. They do not go through the process of the pages: it is busy with a page in the very moment in
 * which a browser, having seen the beginning of it, asks for them.
 */
export function pageFiles(folder: string): RequestHandler {
  if (!existsSync(folder)) return (_request, _response, next) => next();
  return sirv(folder, { brotli: true, gzip: true, maxAge: yearSeconds, immutable: true });
}
