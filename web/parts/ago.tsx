'use client';

import { useEffect, useState } from 'react';
import { formatAgo, formatExact } from '../text/times';

/** A moment as time before now, with the exact one on hover. */
export function Ago({ at }: { at: string }) {
  // The server and the browser must write the same at first: the exact date; the time before now comes a moment later.
  const [now, setNow] = useState<number>();
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={formatExact(at)} style={{ whiteSpace: 'nowrap' }}>
      {now === undefined ? formatExact(at).slice(0, 10) : formatAgo(at, now)}
    </time>
  );
}
