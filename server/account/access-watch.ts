import { channels } from '../jobs/channels';
import { listen } from '../jobs/listen';
import type { Credentials, Identity } from './identity';
import type { Viewer } from './viewer';

/** Who opened a connection, as far as it is found out again. */
export interface Known {
  readonly identity: Identity;
  readonly viewer: Viewer;
}

/** A connection that stays open: it is ended as soon as what opened it would not open it any more. */
export interface Watched extends Known {
  readonly credentials: Credentials;
  /** `again` says whether it may be opened again at once, with other rights. */
  close(why: { readonly again: boolean; readonly reason: string }): void;
}

/** Ends open connections whose session, token, role or account was taken away, by whatever program. */
export interface AccessWatch {
  /** Watches a connection until the function that comes back is called. */
  watch(of: Watched): () => void;
  close(): Promise<void>;
}

/** What the trigger says when a project was moved, deleted or restored: rare, and of concern to whoever follows its runs. */
const projectsChanged = 'projects';

/** Timers count in 32 bits; an end that is further away is looked at again then. */
const longestTimerMs = 2 ** 31 - 1;
/** After which somebody is looked at again of whom nobody could say who they are, as while the database is away. */
const againMs = 1000;

/** Listens to the notices that the tables' triggers send. `knownBy` finds out who somebody is now. */
export async function openAccessWatch({
  url,
  knownBy,
  onError,
}: {
  url: string;
  knownBy: (credentials: Credentials) => Promise<Known | undefined>;
  onError: (error: Error) => void;
}): Promise<AccessWatch> {
  const open = new Set<Watched>();
  const look = async (of: Watched): Promise<Known | undefined> => {
    const known = await knownBy(of.credentials);
    if (!open.has(of)) return undefined;
    if (!known) of.close({ again: false, reason: 'Sign in again' });
    else if (known.viewer.access.fingerprint !== of.viewer.access.fingerprint)
      of.close({ again: true, reason: 'Your role has changed' });
    return known;
  };
  const lookAtAll = (concerns: (of: Watched) => boolean): void => {
    for (const of of open) if (concerns(of)) look(of).catch(onError);
  };
  const listener = await listen({
    url,
    channels: [channels.access],
    onNotice: (_channel, whose) => {
      if (whose === projectsChanged)
        for (const of of open) of.close({ again: true, reason: 'A project moved or went' });
      else lookAtAll(({ identity }) => whose === '*' || whose === identity.userId);
    },
    // What happened while nobody listened is unknown.
    onListening: () => lookAtAll(() => true),
    onError,
  });
  return {
    watch: (of) => {
      open.add(of);
      let timer: NodeJS.Timeout | undefined;
      // A session may have been prolonged meanwhile, or its end be further away than a timer counts: then once more.
      const lookAtEnd = (expiresAt: Date | undefined) => {
        if (!expiresAt || !open.has(of)) return;
        const restMs = Math.max(0, expiresAt.getTime() - Date.now()) + 50;
        timer = setTimeout(
          () =>
            look(of).then(
              (known) => lookAtEnd(known?.identity.expiresAt),
              (error) => {
                onError(error);
                lookAtEnd(new Date(Date.now() + againMs));
              },
            ),
          Math.min(restMs, longestTimerMs),
        ).unref();
      };
      lookAtEnd(of.identity.expiresAt);
      return () => {
        open.delete(of);
        clearTimeout(timer);
      };
    },
    close: () => listener.close(),
  };
}
