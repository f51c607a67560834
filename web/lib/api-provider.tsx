'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import { cacheExchange, createClient, fetchExchange, Provider, subscriptionExchange } from 'urql';
import { fetchById } from './fetch-by-id';
import { type Connection, type LiveConnection, openLiveConnection } from './live-connection';

const Live = createContext<LiveConnection | undefined>(undefined);

/** Gives the pages their client: questions over HTTP, live updates over a WebSocket, both at `/graphql`. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const { client, live } = useMemo(() => {
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
    return {
      live,
      client: createClient({ url: '/graphql', preferGetMethod: false, exchanges, fetch: fetchById(fetch) }),
    };
  }, []);
  return (
    <Live.Provider value={live}>
      <Provider value={client}>{children}</Provider>
    </Live.Provider>
  );
}

/** Calls `listener` when the connection for live updates is lost and when it is back: what happened between is unknown. */
export function useConnection(listener: (connection: Connection) => void): void {
  const live = useContext(Live);
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => live?.onChange((connection) => latest.current(connection)), [live]);
}
