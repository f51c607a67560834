import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a request for data is answered: by the server behind, by an error, or by a connection that breaks. */
export type Answering = 'well' | 'with 500' | 'not at all';

/** An API in front of another one, which fails when told to. */
export interface FailingApi {
  readonly address: string;
  answering: Answering;
  close(): Promise<void>;
}

/** Opens it. `to` is read at each request: the server behind may not be there yet. */
export async function openFailingApi(to: () => string): Promise<FailingApi> {
  const server = createServer((asked, answer) => {
    if (api.answering === 'not at all') return asked.socket.destroy();
    if (api.answering === 'with 500')
      return answer
        .writeHead(500, { 'content-type': 'application/json' })
        .end('{"errors":[{"message":"Internal server error"}]}');
    const { method, headers } = asked;
    const behind = request(`${to()}${asked.url}`, { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    behind.once('error', () => answer.destroy());
    asked.pipe(behind);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const api: FailingApi = {
    address: `http://127.0.0.1:${port}`,
    answering: 'well',
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return api;
}
