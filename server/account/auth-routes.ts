import { toNodeHandler } from 'better-auth/node';
import { json, type Request, Router } from 'express';
import { addressOf } from '../http/forwarded';
import { NotFoundError } from '../user-error';
import { type Auth, addressHeader, openIdProvider } from './auth';

/** What pages and the OpenID provider call; all else that better-auth can answer goes through GraphQL here. */
const open = new Set([
  'POST /sign-in/email',
  'POST /sign-in/social',
  'POST /sign-out',
  'POST /change-password',
  `GET /callback/${openIdProvider}`,
  'GET /error',
]);

/** Signing in and out: `/api/auth/…`. */
export function authRoutes(auth: Auth): Router {
  const handler = toNodeHandler(auth);
  const router = Router();
  router.use(json({ limit: '16kb' }));
  router.all('/*path', (request, response) => {
    if (!open.has(`${request.method} ${request.path}`)) throw new NotFoundError('No such address.');
    writeAddress(request);
    return handler(request, response);
  });
  return router;
}

/** Tells better-auth where the request came from; what a client wrote there itself is overwritten. */
function writeAddress(request: Request): void {
  request.headers[addressHeader] = addressOf(request) ?? '';
}
