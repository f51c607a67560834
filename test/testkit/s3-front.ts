import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a server in front of another behaves. */
export type FrontMode =
  /** As the one behind it. */
  | 'open'
  /** Takes requests and never answers, those under way either. */
  | 'silent'
  /** Says that it has too much to do. */
  | 'busy'
  /** Says that something broke. */
  | 'broken';

/** An S3 server's address that can be made to misbehave. */
export interface S3Front {
  readonly address: string;
  become(mode: FrontMode): void;
  /** Requests that came since it last became something. */
  asked(): number;
  close(): Promise<void>;
}

const errors = { busy: [503, 'SlowDown'], broken: [500, 'InternalError'] } as const;

/** Opens one in front of `behind`, on any free port of this machine. */
export async function openS3Front(behind: string): Promise<S3Front> {
  let mode: FrontMode = 'open';
  let asked = 0;
  let round = 0;
  const server = createServer((incoming, outgoing) => {
    asked++;
    if (mode === 'silent') return;
    if (mode !== 'open') {
      answerError(outgoing, errors[mode]);
      return;
    }
    const since = round;
    const { method, url, headers } = incoming;
    // The host stays as it came: the signature covers it.
    const passed = request(new URL(url ?? '/', behind), { method, headers }, (answer) => {
      if (round !== since && (mode as FrontMode) === 'silent') return;
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    address: `http://127.0.0.1:${port}`,
    become: (next) => {
      mode = next;
      asked = 0;
      round++;
    },
    asked: () => asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerError(outgoing: ServerResponse, [status, code]: readonly [number, string]): void {
  outgoing
    .writeHead(status, { 'content-type': 'application/xml', connection: 'close' })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>As a test wants it.</Message></Error>`);
}
