import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';

/**
 * Whether a request was meant for this server: it names a host that we are known under, and, where a page sent it, that
 * page is ours. Otherwise any page in the world could have its visitors' browsers talk to a server on their machine.
 */
export function sameSite(
  { headers }: Pick<IncomingMessage, 'headers'>,
  allowedHosts: ReadonlySet<string>,
): boolean {
  const host = hostOf(`http://${headers.host ?? ''}`);
  if (!host || !allowedHosts.has(host.hostname)) return false;
  if (headers.origin === undefined) return true;
  const origin = hostOf(headers.origin);
  return origin !== undefined && (origin.host === host.host || allowedHosts.has(origin.host));
}

/** Answers requests that were not meant for this server with 403. */
export function requireSameSite(allowedHosts: ReadonlySet<string>): RequestHandler {
  return (request, response, next) => {
    if (sameSite(request, allowedHosts)) next();
    else
      response
        .status(403)
        .json({ error: 'Host or Origin: not one of this server; FIDUCIAL_ALLOWED_HOSTS names more.' });
  };
}

function hostOf(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}
