import pg from 'pg';

/** An open subscription to NOTIFY channels. */
export interface Listener {
  close(): Promise<void>;
}

/** What to listen to, and whom to tell. */
export interface ListenOptions {
  readonly url: string;
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
  let delayMs = 100;

  const connect = async (): Promise<void> => {
    client = new pg.Client({ connectionString: options.url, keepAlive: true });
    const current = client;
    current.on('notification', ({ channel, payload }) => options.onNotice(channel, payload ?? ''));
    current.on('error', options.onError);
    current.on('end', () => retry());
    await current.connect();
    for (const channel of options.channels) await current.query(`LISTEN ${channel}`);
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
      await client?.end();
    },
  };
}
