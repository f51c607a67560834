import type { RequestHandler } from 'express';

const headers = {
  // Pages are told more by their proxy: what may run on them.
  'content-security-policy': "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
};

/** Half a year of nothing but TLS, for this host alone. */
const strictTransport = { 'strict-transport-security': 'max-age=15552000' };

/**
 * Tells browsers to keep to themselves whatever is answered, and over TLS, where it is `secure`, to use nothing else. A route that
 * is stricter replaces what is set here.
 */
export function securityHeaders({ secure }: { secure: boolean }): RequestHandler {
  const all = secure ? { ...headers, ...strictTransport } : headers;
  return (_request, response, next) => {
    response.set(all);
    next();
  };
}
