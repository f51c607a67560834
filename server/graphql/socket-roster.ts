import type { Identity } from '../account/identity';
import { askerKey } from './rate-limit';

/** Most sockets of one token or account: each tab of a browser that shows something live has one. */
export const maxSocketsEach = 64;
/** Most operations that run at once on all sockets of one token or account. */
export const maxOperationsEach = 200;

/** A socket, as far as it is counted: its operations by their ids. */
export interface Counted {
  readonly subscriptions: object;
}

/** Who has how many sockets open. */
export interface SocketRoster {
  /** Notes a socket; false, and nothing is noted, where whoever opened it has as many as they may. */
  enter(socket: Counted, identity: Identity): boolean;
  leave(socket: Counted): void;
  /** Operations on all sockets of the one who opened this one. */
  operationsBeside(socket: Counted): number;
}

/** A roster without anybody. */
export function openRoster(): SocketRoster {
  const keys = new Map<Counted, string>();
  const socketsOf = new Map<string, Set<Counted>>();
  return {
    enter: (socket, identity) => {
      const key = askerKey({ identity, address: identity.address });
      const sockets = socketsOf.get(key) ?? new Set();
      if (sockets.size >= maxSocketsEach) return false;
      keys.set(socket, key);
      socketsOf.set(key, sockets.add(socket));
      return true;
    },
    leave: (socket) => {
      const key = keys.get(socket);
      if (key === undefined) return;
      keys.delete(socket);
      const sockets = socketsOf.get(key);
      sockets?.delete(socket);
      if (sockets?.size === 0) socketsOf.delete(key);
    },
    operationsBeside: (socket) => {
      const sockets = socketsOf.get(keys.get(socket) ?? '') ?? [socket];
      let operations = 0;
      for (const { subscriptions } of sockets) operations += Object.keys(subscriptions).length;
      return operations;
    },
  };
}
