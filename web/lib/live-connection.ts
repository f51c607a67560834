import { createClient as createSocketClient } from 'graphql-ws';

const pingMs = 10_000;
const pongMs = 5_000;
const longestPauseMs = 10_000;

/** The server's code of a close after which nobody who asks this way is let in: only signing in again helps. */
const signedOutCode = 4401;

/** How the connection for live updates is. */
export type Connection = 'connected' | 'lost' | 'signedOut';

/** The connection for live updates: opened when first needed, taken up again for as long as the page is open. */
export interface LiveConnection {
  readonly client: ReturnType<typeof createSocketClient>;
  /** Tells of losses and of every connection after the first; returns how to stop. */
  onChange(listener: (connection: Connection) => void): () => void;
}

/** Connects to `/graphql` of the origin that the page came from. Browser only. */
export function openLiveConnection(): LiveConnection {
  const listeners = new Set<(connection: Connection) => void>();
  const tell = (connection: Connection) => {
    for (const listener of listeners) listener(connection);
  };
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let socket: { close(code: number, reason: string): void } | undefined;
  let connectedBefore = false;
  const client = createSocketClient({
    url: () => `${window.location.protocol === 'https:' ? 'wss' : 'ws'}://${window.location.host}/graphql`,
    lazy: true,
    lazyCloseTimeout: 5000,
    keepAlive: pingMs,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => {
      // Spread, so that not all pages come back in the same moment after a restart.
      const pause = Math.min(longestPauseMs, 250 * 2 ** retries) * (0.5 + Math.random() / 2);
      return new Promise((resolve) => {
        setTimeout(resolve, pause);
        window.addEventListener('online', () => resolve(), { once: true });
      });
    },
    on: {
      connected: (opened) => {
        socket = opened as typeof socket; // a WebSocket; the library leaves its type open
        if (connectedBefore) tell('connected');
        connectedBefore = true;
      },
      closed: (event) => {
        clearTimeout(deadline);
        const { code } = event as { code?: number }; // a CloseEvent, or an error without a code
        // 1000 is a close of our own, when nothing is followed any more.
        if (code !== 1000) tell(code === signedOutCode ? 'signedOut' : 'lost');
      },
      ping: (received) => {
        if (!received) deadline = setTimeout(() => socket?.close(4408, 'no answer to a ping'), pongMs);
      },
      pong: (received) => {
        if (received) clearTimeout(deadline);
      },
    },
  });
  // A network that went away leaves sockets open that nobody answers: the pings would find out much later.
  window.addEventListener('offline', () => socket?.close(4408, 'offline'));
  return {
    client,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
