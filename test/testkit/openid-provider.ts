import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

/** What the provider says of somebody who signs in there. */
export interface Claims {
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name?: string;
}

/** An OpenID provider of a test: a real one, with its own forms, on this machine. */
export interface OpenIdProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Begins to answer, for a product that is reached under `address`. */
  serve(address: string): void;
  close(): Promise<void>;
}

const clientId = 'fiducial';
const clientSecret = 'a secret between the two of 44 characters';

/** Takes a port for a provider at which everybody in `people` can sign in, by their key and any password. */
export async function openOpenIdProvider(people: Readonly<Record<string, Claims>>): Promise<OpenIdProvider> {
  let handler: ReturnType<Provider['callback']> | undefined;
  const server = createServer((request, response) => {
    if (handler) return void handler(request, response);
    response.writeHead(503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const issuer = `http://127.0.0.1:${port}`;
  return {
    issuer,
    clientId,
    clientSecret,
    serve: (address) => {
      handler = new Provider(issuer, settings(address, people)).callback();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function settings(address: string, people: Readonly<Record<string, Claims>>): Configuration {
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${address}/api/auth/callback/openid`],
        // What better-auth sends.
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    cookies: { keys: ['a key of this test'] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    findAccount: (_context, id) => {
      const claims = people[id];
      return (
        claims && {
          accountId: id,
          claims: async () => ({
            sub: id,
            email: claims.email,
            email_verified: claims.emailVerified,
            name: claims.name ?? id,
          }),
        }
      );
    },
  };
}
