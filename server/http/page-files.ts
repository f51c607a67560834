import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
  const send = sirv(folder, { brotli: true, gzip: true, maxAge: yearSeconds, immutable: true });
  // The list of files is made once; one that a new build took away would end the process as it is opened.
  return (request, response, next) =>
    existsSync(join(folder, request.path)) ? send(request, response, next) : next();
}
