import { endSilent } from '@fiducial/prisma/pool';
import pg from 'pg';

/** An open subscription to NOTIFY channels. */
export interface Listener {
  close(): Promise<void>;
}

/** What to listen to, and whom to tell. */
export interface ListenOptions {
  readonly url: string;
  /** A connection on which nothing comes for so long, though it is asked three times meanwhile, is ended; 60 s unless told. */
  readonly silentMs?: number;
  readonly channels: readonly string[];
  readonly onNotice: (channel: string, payload: string) => void;
  /** Called whenever listening began, at first and after each broken connection: what was missed is to be read. */
  readonly onListening: () => void;
  readonly onError: (error: Error) => void;
}

/** Listens on a connection of its own and connects anew, after 0.1 to 5 s, when that breaks. */
export async function listen(options: ListenOptions): Promise<Listener> {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let asking: NodeJS.Timeout | undefined;
  const { silentMs = 60_000 } = options;
  let delayMs = 100;

  const connect = async (): Promise<void> => {
    client = new pg.Client({
      connectionString: options.url,
      keepAlive: true,
      connectionTimeoutMillis: silentMs,
    });
    const current = client;
    current.on('notification', ({ channel, payload }) => options.onNotice(channel, payload ?? ''));
    current.on('error', options.onError);
    current.on('end', () => {
      clearInterval(asking);
      retry();
    });
    await current.connect();
    endSilent(current, silentMs);
    for (const channel of options.channels) await current.query(`LISTEN ${channel}`);
    // Nothing may be heard for long where nothing happens: it is asked whether it is there.
    asking = setInterval(() => {
      current.query('SELECT 1').catch(() => undefined); // its end is told by the connection
    }, silentMs / 3);
    delayMs = 100;
    options.onListening();
  };
  const retry = (): void => {
    if (closed || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      connect().catch((error: Error) => {
        options.onError(error);
        retry();
      });
    }, delayMs);
    delayMs = Math.min(delayMs * 2, 5000);
  };

  await connect();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      clearInterval(asking);
      await client?.end();
    },
  };
}
