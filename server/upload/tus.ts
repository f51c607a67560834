import type { RequestHandler } from 'express';

/** The version of the protocol that is spoken here. */
const tusVersion = '1.0.0';

/** Says in every answer which protocol is spoken, and answers OPTIONS with what of it. */
export function sayTus(mostBytes: number): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'PUT') return next();
    response.set('tus-resumable', tusVersion);
    if (request.method !== 'OPTIONS') return next();
    response
      .status(204)
      .set({
        'tus-version': tusVersion,
        'tus-extension': 'expiration,termination',
        'tus-max-size': String(mostBytes),
      })
      .end();
  };
}

/** Refuses requests of another version, or of none. */
export const requireTus: RequestHandler = (request, response, next) => {
  if (request.headers['tus-resumable'] === tusVersion) return next();
  response
    .status(412)
    .set('tus-version', tusVersion)
    .json({ error: `Tus-Resumable: expected ${tusVersion}` });
};
