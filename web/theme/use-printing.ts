'use client';

import { useSyncExternalStore } from 'react';

/** Whether the page is being printed: paper is white, whatever the screen shows. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia('print').matches || isAsked,
    () => false,
  );
}

/** Said before the media change in some browsers, and instead of it in others. */
let isAsked = false;

function subscribe(onChange: () => void): () => void {
  const print = window.matchMedia('print');
  const tell = (asked: boolean) => () => {
    isAsked = asked;
    onChange();
  };
  const [before, after] = [tell(true), tell(false)];
  window.addEventListener('beforeprint', before);
  window.addEventListener('afterprint', after);
  print.addEventListener('change', onChange);
  return () => {
    window.removeEventListener('beforeprint', before);
    window.removeEventListener('afterprint', after);
    print.removeEventListener('change', onChange);
  };
}
