import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy in front of a server, through which connections can be made slow, cut off, or left without an answer. */
export interface TcpProxy {
  readonly port: number;
  /** Connections open now. */
  open(): number;
  /** Holds each piece of data back, both ways, for so long. */
  delay(ms: number): void;
  /** Ends all connections at once, as a machine does that restarts. */
  cut(): void;
  /** Passes nothing on of the connections that are open, without ending them: both ends believe in them. */
  freeze(): void;
  /** Lets connections that are made from now on hang, too; false lets them through. */
  refuse(refused: boolean): void;
  close(): Promise<void>;
}

/** Opens a proxy to `target` on any free port of this machine, at the address `listensOn`. */
export async function openTcpProxy(
  target: { readonly host: string; readonly port: number },
  listensOn = '127.0.0.1',
): Promise<TcpProxy> {
  const pairs = new Set<{ client: Socket; server: Socket; frozen: boolean }>();
  let delayMs = 0;
  let refusing = false;
  const proxy = createServer((client) => {
    const server = connect(target);
    const pair = { client, server, frozen: refusing };
    pairs.add(pair);
    const pass = (from: Socket, to: Socket) => {
      from.setNoDelay(true).on('data', (piece) => {
        const send = () => !pair.frozen && !to.destroyed && to.write(piece);
        if (delayMs > 0) setTimeout(send, delayMs);
        else send();
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        // A frozen one tells nobody that the other end is gone.
        if (!pair.frozen) to.destroy();
        if (client.destroyed && server.destroyed) pairs.delete(pair);
      });
    };
    pass(client, server);
    pass(server, client);
  });
  await new Promise<void>((resolve) => proxy.listen(0, listensOn, resolve));
  const cut = () => {
    for (const { client, server } of pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
    pairs.clear();
  };
  return {
    port: (proxy.address() as AddressInfo).port, // it listens on a port
    open: () => pairs.size,
    delay: (ms) => {
      delayMs = ms;
    },
    cut,
    freeze: () => {
      for (const pair of pairs) pair.frozen = true;
    },
    refuse: (refused) => {
      refusing = refused;
    },
    close: async () => {
      cut();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
