import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Locator, Page } from '@playwright/test';
import { expect, type SignedInStudy, test } from './signed-in-study';
import type { StudiedPage } from './study';

/**
 * Every page, on a study made by real runs: no violation that axe finds, light and dark, and nothing wider than the screen.
 * With FIDUCIAL_PICTURES=FOLDER each is kept as a picture.
 */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const pictures = process.env.FIDUCIAL_PICTURES;
/** Pixels of a picture's height: what is farther down is left to whoever opens the page. */
const mostPictured = 1800;

/** Opens a page and waits until it says what it is about. */
async function open(page: Page, { name, path }: StudiedPage): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  // The first image is scored once model and detectors are in memory.
  if (name === 'try') await expect(page.getByText(/^Answered in/)).toBeVisible({ timeout: 60_000 });
}

/** Addresses of pictures that are not there yet; those that come as one scrolls may stay away. As text, for the tests' types know no document. */
const missingPictures = `[...document.images]
  .filter((image) => image.loading !== 'lazy' && (!image.complete || image.naturalWidth === 0))
  .map((image) => image.src)`;

/** Scrolls to whatever still waits, for as long as it takes to be noticed. As text, for the same reason. */
const lookAgain = `(async () => {
  for (const waiting of document.querySelectorAll('.mantine-Skeleton-root')) {
    waiting.scrollIntoView();
    await new Promise((noticed) => requestAnimationFrame(() => requestAnimationFrame(noticed)));
  }
})()`;

/** Opens a page and waits until all of it is there. */
async function openWhole(page: Page, of: StudiedPage): Promise<void> {
  await open(page, of);
  // Charts are drawn once they come into view.
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 700);
      return page.evaluate<boolean>('innerHeight + scrollY >= document.documentElement.scrollHeight - 2');
    })
    .toBe(true);
  // What was passed before the page was alive is looked at again.
  const waiting = page.locator('.mantine-Skeleton-root:visible');
  await expect
    .poll(
      async () => {
        await page.evaluate(lookAgain);
        return waiting.count();
      },
      { message: `${of.path} still loads` },
    )
    .toBe(0);
  await page.evaluate('scrollTo(0, 0)');
  await expect.poll(() => page.evaluate<string[]>(missingPictures), `pictures of ${of.path}`).toEqual([]);
}

/** Keeps a picture of a page; of one that leads on to another, that one has it. */
async function picture(page: Page, { name, path }: StudiedPage, look: string): Promise<void> {
  if (!pictures || !page.url().endsWith(path)) return;
  await mkdir(pictures, { recursive: true });
  const whole = await page.evaluate<number>('document.documentElement.scrollHeight');
  const clip = { x: 0, y: 0, width: page.viewportSize()?.width ?? 0, height: Math.min(whole, mostPictured) };
  await page.screenshot({
    path: join(pictures, `${name}-${look}.jpg`),
    type: 'jpeg',
    quality: 40,
    fullPage: true,
    clip,
    mask: name === 'system' ? ofThisMachine(page) : [],
    maskColor: '#888888',
  });
}

/** On the System page: names of machines, and what is said of folders and addresses. */
function ofThisMachine(page: Page): Locator[] {
  const said = page.getByRole('listitem').getByRole('paragraph');
  return [page.locator('tbody td:first-child'), said.filter({ hasText: /\/|\d+\.\d+\.\d+\.\d+/ })];
}

for (const scheme of ['light', 'dark'] as const)
  test(`every page is free of violations, ${scheme}`, async ({ browser, study, storageState }) => {
    const page = await pageOf(browser, study, { colorScheme: scheme, storageState });
    for (const one of study.pages) {
      await test.step(one.name, async () => {
        await openWhole(page, one);
        const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
        const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ target }) => target.join(' '))]);
        expect.soft(found, one.name).toEqual([]);
        await picture(page, one, scheme);
      });
    }
    await page.context().close();
  });

// Both only for pictures: a page is as wide in the dark.
for (const scheme of pictures ? (['light', 'dark'] as const) : (['light'] as const))
  test(`no page is wider than a phone, ${scheme}`, async ({ browser, study, storageState }) => {
    const viewport = { width: 390, height: 844 };
    const page = await pageOf(browser, study, { colorScheme: scheme, storageState, viewport });
    for (const one of study.pages) {
      await test.step(one.name, async () => {
        await (pictures ? openWhole : open)(page, one);
        // As text, because the tests' types know no document.
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        expect.soft(width, `${one.name} in pixels`).toBeLessThanOrEqual(390);
        await picture(page, one, `phone-${scheme}`);
      });
    }
    await page.context().close();
  });

/** An observer that tells of what was before, too, as that of a busy page does. As text, for the tests' types know no document. */
const tellsOfBefore = `window.IntersectionObserver = class extends IntersectionObserver {
  constructor(callback, options) {
    super((entries, observer) => {
      const before = entries.map((entry) => ({ target: entry.target, isIntersecting: !entry.isIntersecting }));
      callback([...before, ...entries], observer);
    }, options);
  }
};`;

test('charts that came into view while the page was busy are drawn', async ({
  browser,
  study,
  storageState,
}) => {
  const page = await pageOf(browser, study, { storageState });
  await page.addInitScript(tellsOfBefore);
  const path = study.pathOf('input');
  await openWhole(page, { name: 'input', path });
  expect(await page.locator('canvas').count()).toBeGreaterThan(0);
  await page.context().close();
});

/** A page in a browser of its own, signed in as the study's owner. */
async function pageOf(
  browser: Browser,
  { address }: SignedInStudy,
  of: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    baseURL: address,
    ...of,
  });
  return context.newPage();
}
