'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import {
  type Client,
  cacheExchange,
  createClient,
  fetchExchange,
  formatDocument,
  makeOperation,
  mapExchange,
  Provider,
  subscriptionExchange,
} from 'urql';
import { fetchById } from './fetch-by-id';
import { type Connection, type LiveConnection, openLiveConnection } from './live-connection';

const Live = createContext<LiveConnection | undefined>(undefined);
const Forgetful = createContext<Client | undefined>(undefined);

/** Writes documents as the cache does: the server knows those of the pages by their text (web/collect-documents.mjs). */
const formatExchange = mapExchange({
  onOperation: (operation) =>
    makeOperation(
      operation.kind,
      { ...operation, query: formatDocument(operation.query) },
      operation.context,
    ),
});

/** Gives the pages their client: questions over HTTP, live updates over a WebSocket, both at `/graphql`. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const { client, forgetful, live } = useMemo(() => {
    const live = typeof window === 'undefined' ? undefined : openLiveConnection();
    const exchanges = [
      cacheExchange,
      ...(live
        ? [
            subscriptionExchange({
              forwardSubscription: ({ query = '', variables }) => ({
                subscribe: (sink) => ({
                  unsubscribe: live.client.subscribe({ query, variables: variables ?? {} }, sink),
                }),
              }),
            }),
          ]
        : []),
      fetchExchange,
    ];
    const asking = { url: '/graphql', preferGetMethod: false, fetch: fetchById(fetch) };
    return {
      live,
      client: createClient({ ...asking, exchanges }),
      forgetful: createClient({ ...asking, exchanges: [formatExchange, fetchExchange] }),
    };
  }, []);
  return (
    <Live.Provider value={live}>
      <Forgetful.Provider value={forgetful}>
        <Provider value={client}>{children}</Provider>
      </Forgetful.Provider>
    </Live.Provider>
  );
}

/** A client that keeps no answer: for what is asked again and again, each time otherwise. */
export function useForgetfulClient(): Client {
  const client = useContext(Forgetful);
  if (!client) throw new Error('useForgetfulClient: expected to be inside ApiProvider.');
  return client;
}

/** Calls `listener` when the connection for live updates is lost and when it is back: what happened between is unknown. */
export function useConnection(listener: (connection: Connection) => void): void {
  const live = useContext(Live);
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => live?.onChange((connection) => latest.current(connection)), [live]);
}
