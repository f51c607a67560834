import type { RequestHandler } from 'express';

const headers = {
  // Pages are told more by their proxy: what may run on them.
  'content-security-policy': "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
};

/** Tells browsers to keep to themselves whatever is answered; a route that is stricter replaces what is set here. */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set(headers);
  next();
};
