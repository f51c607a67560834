import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { listenOn } from './listen-on';
import type { TlsMaterial } from './tls';

/** How long requests under way are waited for when the doors close. */
const lastAnswersMs = 5000;

/** Where a server is reached. */
export interface DoorPlace {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMaterial | undefined;
  /** Port on 127.0.0.1 where the pages reach a server that ends TLS; 0 for none. */
  readonly internalPort: number;
}

/** Where requests come in: sockets, too, which `front` is given to. */
export interface Doors {
  /** The one for all the world. */
  readonly front: Server;
  /** Opens them, and says at which port the front door is. @throws {SetUpError} when a port cannot be had */
  open(): Promise<number>;
  /** Lets nobody in any more. */
  close(): void;
  /** Ends connections: idle ones and those of the pages at once, others when they had time for their answer. */
  hangUp(): void;
}

/** The doors to `app`: one for all the world, and one for the pages where the former speaks TLS. */
export function makeDoors(app: RequestListener, { host, port, tls, internalPort }: DoorPlace): Doors {
  const front = tls ? createTlsServer(tls, app) : createServer(app);
  // The pages' process asks from this machine, where our certificate's name is not ours.
  const internal = tls && internalPort ? createServer(app) : undefined;
  return {
    front,
    open: async () => {
      await listenOn(front, { host, port });
      if (internal) await listenOn(internal, { host: '127.0.0.1', port: internalPort });
      return (front.address() as AddressInfo).port; // it listens on a port, not on a pipe
    },
    close: () => {
      front.close();
      internal?.close();
    },
    hangUp: () => {
      front.closeIdleConnections();
      internal?.closeAllConnections();
      setTimeout(() => front.closeAllConnections(), lastAnswersMs).unref();
    },
  };
}
