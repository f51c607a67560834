/** One request at a time sends an upload. Whoever comes later takes its place: a sender that was cut off comes again. */
export interface OneSender {
  /** Does `work` once nobody else is at this upload, who is told to stop by `signal`. */
  take<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Whether somebody is. */
  busy(id: string): boolean;
}

/** For all uploads of this process. */
export function oneSender(): OneSender {
  const current = new Map<
    string,
    { readonly controller: AbortController; readonly ended: Promise<unknown> }
  >();
  return {
    busy: (id) => current.has(id),
    take: async (id, work) => {
      for (let other = current.get(id); other; other = current.get(id)) {
        other.controller.abort();
        await other.ended;
      }
      const controller = new AbortController();
      const working = work(controller.signal);
      const mine = { controller, ended: working.catch(() => undefined) };
      current.set(id, mine);
      try {
        return await working;
      } finally {
        if (current.get(id) === mine) current.delete(id);
      }
    },
  };
}
