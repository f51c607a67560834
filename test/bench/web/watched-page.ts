import type { Browser, Page } from '@playwright/test';

/** What a visit took: until something was shown, and what came over the line until nothing was asked for any more. */
export interface Visit {
  readonly shownMs: number;
  /** Pages, answers of the API and pictures of inputs; not scripts, styles and fonts. */
  readonly dataBytes: number;
  readonly scriptBytes: number;
}

/** After so long a page counts as broken. */
const longestMs = 120_000;

const dataTypes = new Set(['Document', 'Fetch', 'XHR', 'Image', 'WebSocket']);

/**
 * Opens a page in a browser that has kept nothing. `shown` is an expression that is true once what is measured is there; it
 * is asked before each frame.
 */
export async function visit(browser: Browser, address: string, shown: string): Promise<Visit> {
  const page = await newPage(browser);
  // A promise, as the pages' content policy forbids what Playwright would evaluate again and again.
  await page.addInitScript(`globalThis.shown_ = new Promise((resolve, reject) => {
    const look = () => {
      if (${shown}) resolve(performance.now());
      else if (performance.now() > ${longestMs}) reject(new Error('It was not shown.'));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })`);
  const bytes = await countBytes(page);
  await page.goto(address, { timeout: longestMs });
  const shownMs = await page.evaluate<number>('globalThis.shown_');
  await page.waitForLoadState('networkidle');
  const visited = { shownMs, ...bytes() };
  await page.context().close();
  return visited;
}

/** A page in a context of its own, of the size that the budgets are for. */
export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  return context.newPage();
}

async function countBytes(page: Page): Promise<() => { dataBytes: number; scriptBytes: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const types = new Map<string, string>();
  let [dataBytes, scriptBytes] = [0, 0];
  session.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const type = types.get(requestId) ?? '';
    if (type === 'Script') scriptBytes += encodedDataLength;
    else if (dataTypes.has(type)) dataBytes += encodedDataLength;
  });
  return () => ({ dataBytes, scriptBytes });
}

/** Milliseconds between frames while something is done to a page, ascending. */
export async function framesDuring(page: Page, deed: () => Promise<void>): Promise<number[]> {
  await page.evaluate(`(() => {
    globalThis.frames_ = [];
    let last = performance.now();
    const next = (now) => {
      if (!globalThis.frames_) return;
      globalThis.frames_.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(next); });
  })()`);
  await deed();
  const frames = await page.evaluate<number[]>(
    '(() => { const all = globalThis.frames_; globalThis.frames_ = undefined; return all; })()',
  );
  return frames.sort((a, b) => a - b);
}

/** Milliseconds from a movement of the mouse until what it changed is drawn. */
export async function moveTo(page: Page, x: number, y: number): Promise<number> {
  const drawn = page.evaluate<number>(`new Promise((done) => addEventListener('mousemove', () => {
    const began = performance.now();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  }, { once: true, capture: true }))`);
  // The listener is there before the mouse moves.
  await page.evaluate('1');
  await page.mouse.move(x, y);
  return drawn;
}

/** Bytes of the page's own objects after what is not needed was let go. */
export async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
