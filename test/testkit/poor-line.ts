import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line to a server that can be made slow and cut, as those of people are. */
export interface PoorLine {
  readonly address: string;
  /** Most bytes a second from client to server; Infinity for as many as come. */
  speed: number;
  /** Every connection ends, and none is made until it is mended. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Opens a line to a server on this machine. */
export async function openPoorLine(to: string): Promise<PoorLine> {
  const port = Number(new URL(to).port);
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((client) => {
    if (!whole) return client.destroy();
    const behind = connect(port, '127.0.0.1');
    for (const socket of [client, behind]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        client.destroy();
        behind.destroy();
      });
    }
    behind.pipe(client);
    client.on('data', (chunk: Buffer) => {
      behind.write(chunk);
      if (line.speed === Number.POSITIVE_INFINITY) return;
      client.pause();
      setTimeout(() => client.resume(), (1000 * chunk.length) / line.speed);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const line: PoorLine = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    speed: Number.POSITIVE_INFINITY,
    cut: () => {
      whole = false;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => {
      whole = true;
    },
    close: async () => {
      line.cut();
      server.close();
      await once(server, 'close');
    },
  };
  return line;
}
