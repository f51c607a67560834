import { randomBytes } from 'node:crypto';

/** What a page may load and run, for one answer. */
export interface PagePolicy {
  /** Value of the header `Content-Security-Policy`. */
  readonly header: string;
  /** What a script within the page has to show: new for each answer, so that nothing that was slipped in knows it. */
  readonly nonce: string;
}

/**
 * A policy for one answer: scripts are the page's own, named by the nonce, and what those load; everything else comes from
 * this server alone. Styles may stand in the page, as its parts place themselves by them. Browsers that do not know
 * `strict-dynamic` go by `self`.
 */
export function pagePolicy(): PagePolicy {
  const nonce = randomBytes(16).toString('base64');
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return { header: directives.join('; '), nonce };
}
