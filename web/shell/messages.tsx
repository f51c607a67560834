'use client';

import { useNotifications } from '@mantine/notifications';
import { type ComponentType, useEffect, useState } from 'react';

/** Between attempts to load what shows messages, in milliseconds. */
const retryMs = 3000;

/**
 * Where messages appear. What shows them is heavy, and is loaded when somebody first does something on the page, at the
 * latest when there is a message: it waits in its store until then.
 */
export function Messages() {
  const [Place, setPlace] = useState<ComponentType>();
  const [wanted, setWanted] = useState(false);
  const waiting = useNotifications().notifications.length > 0;
  useEffect(() => {
    if (wanted) return;
    const want = () => setWanted(true);
    const acts = ['pointerdown', 'keydown'] as const;
    for (const act of acts) window.addEventListener(act, want, { once: true, capture: true });
    return () => {
      for (const act of acts) window.removeEventListener(act, want, { capture: true });
    };
  }, [wanted]);
  useEffect(() => {
    if (Place || !(wanted || waiting)) return;
    let timer: ReturnType<typeof setTimeout>;
    let left = false;
    const load = () =>
      import('./message-place').then(
        ({ MessagePlace }) => !left && setPlace(() => MessagePlace),
        // The line is down: the message waits until it is back.
        () => {
          if (!left) timer = setTimeout(load, retryMs);
        },
      );
    void load();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [Place, wanted, waiting]);
  return Place ? <Place /> : null;
}
