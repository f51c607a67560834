import type { Page } from '@playwright/test';
import { expect, test } from './signed-in-study';

/**
 * What the pages of lists weigh on a first visit: JavaScript as it comes over the line, in gzip (those who take Brotli get
 * less), in a browser that has kept nothing. Whoever adds to these pages loads what is seldom used when it is first used.
 */
const allowedBytes = 250_000;

const lists = [
  'home',
  'projects',
  'project-runs',
  'project-reports',
  'runs',
  'teams',
  'tokens',
  'mentions',
] as const;

test('pages of lists load little JavaScript', async ({ browser, study }) => {
  const weights: Record<string, number> = {};
  for (const name of lists) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const bytes = await scriptBytes(page, () => page.goto(`${study.address}${study.pathOf(name)}`));
    weights[name] = bytes;
    expect.soft(bytes, `${name}, in bytes`).toBeLessThanOrEqual(allowedBytes);
    // Less cannot be: it would say that nothing was counted.
    expect.soft(bytes, `${name}, in bytes`).toBeGreaterThan(100_000);
    await context.close();
  }
  test.info().annotations.push({ type: 'JavaScript, bytes', description: JSON.stringify(weights) });
});

/** Bytes of all scripts that came over the line until nothing is asked for any more. */
async function scriptBytes(page: Page, visit: () => Promise<unknown>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Encoding': 'gzip' } });
  const encodings = new Set<string | undefined>();
  const scripts = new Map<string, string | undefined>();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script' || response.mimeType.includes('javascript'))
      scripts.set(requestId, response.headers['Content-Encoding']);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!scripts.has(requestId)) return;
    bytes += encodedDataLength;
    // Those of a few bytes are not compressed.
    if (encodedDataLength > 2000) encodings.add(scripts.get(requestId));
  });
  await visit();
  await page.waitForLoadState('networkidle');
  expect([...encodings]).toEqual(['gzip']);
  return bytes;
}
