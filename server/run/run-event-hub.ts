import { EventEmitter, on } from 'node:events';
import { channels, parseRunEventNotice, type RunEventNotice } from '../jobs/channels';
import { listen } from '../jobs/listen';

/** Tells of run events as they are written by any process, after the writing transaction has committed. */
export interface RunEventHub {
  /** Notices of one run or one project, until `signal` aborts. A notice without ids says that some may have been missed. */
  notices(
    filter: { runId?: string; projectId?: string },
    signal: AbortSignal,
  ): AsyncIterable<RunEventNotice | null>;
  close(): Promise<void>;
}

/** Listens to Postgres on a connection of its own. */
export async function openRunEventHub(url: string, onError: (error: Error) => void): Promise<RunEventHub> {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  const listener = await listen({
    url,
    channels: [channels.runEvents],
    onNotice: (_channel, payload) => emitter.emit('notice', parseRunEventNotice(payload)),
    onListening: () => emitter.emit('notice', null),
    onError,
  });
  return {
    async *notices({ runId, projectId }, signal) {
      try {
        for await (const [notice] of on(emitter, 'notice', { signal }) as AsyncIterable<
          [RunEventNotice | null]
        >)
          if (
            !notice ||
            notice.runId === runId ||
            (projectId !== undefined && notice.projectId === projectId)
          )
            yield notice;
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    close: () => listener.close(),
  };
}
