'use client';

import { useEffect, useRef, useState } from 'react';
import type { BrowserVerdict, FromBrowserScorer, ToBrowserScorer } from './messages';

/** What is known of one detector here. */
export interface InBrowser {
  readonly state: 'opening' | 'open' | 'failed';
  readonly verdict?: BrowserVerdict;
  readonly message?: string;
}

/**
 * Scores pictures in this browser with the bundles at the given addresses, in a thread of its own that is there as long as
 * there is an address. `picture` is a PNG as a data URL, as the server's scorer saw the image.
 */
export function useBrowserScorer(
  urls: readonly string[],
  picture: string | undefined,
  channels: number,
): ReadonlyMap<string, InBrowser> {
  const worker = useRef<Worker>(undefined);
  const [known, setKnown] = useState<ReadonlyMap<string, InBrowser>>(new Map());
  const key = urls.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the content of `urls`
  useEffect(() => {
    if (urls.length === 0) return;
    const started = new Worker(new URL('./scorer.worker.ts', import.meta.url), { type: 'module' });
    worker.current = started;
    setKnown(new Map(urls.map((url) => [url, { state: 'opening' }])));
    started.onmessage = ({ data }: MessageEvent<FromBrowserScorer>) =>
      setKnown((before) => new Map([...before, told(data)]));
    for (const url of urls) send(started, { type: 'open', url });
    return () => {
      started.terminate();
      worker.current = undefined;
    };
  }, [key]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => {
    const asked = worker.current;
    if (!picture || !asked) return;
    let current = true;
    void pixelsOf(picture, channels).then((bytes) => {
      if (current) for (const url of urls) send(asked, { type: 'score', url, image: picture, bytes });
    });
    return () => {
      current = false;
    };
  }, [picture, key, channels]);
  // A verdict on the image before is none on this one.
  return new Map(
    [...known].map(([url, { verdict, ...of }]) => [
      url,
      verdict?.image === picture && verdict ? { ...of, verdict } : of,
    ]),
  );
}

function told(message: FromBrowserScorer): [string, InBrowser] {
  if (message.type === 'failed') return [message.url, { state: 'failed', message: message.message }];
  if (message.type === 'opened') return [message.url, { state: 'open' }];
  return [message.verdict.url, { state: 'open', verdict: message.verdict }];
}

function send(worker: Worker, message: ToBrowserScorer): void {
  worker.postMessage(message);
}

/** The bytes of a picture `[height, width, channels]`: of a gray one all three colors are the same. */
async function pixelsOf(picture: string, channels: number): Promise<Uint8Array> {
  // Not by fetch: the page's policy lets it ask this server alone.
  const image = new Image();
  image.src = picture;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context?.drawImage(image, 0, 0);
  const { data } = context?.getImageData(0, 0, width, height) ?? { data: [] };
  const bytes = new Uint8Array(width * height * channels);
  for (let at = 0; at < bytes.length; at++)
    bytes[at] = data[4 * Math.floor(at / channels) + (at % channels)] ?? 0;
  return bytes;
}
