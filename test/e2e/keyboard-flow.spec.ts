import type { Locator, Page } from '@playwright/test';
import { expect, test } from './signed-in-study';

/** What is reached without a mouse: every stop on the way is seen, and what opens is left again. */
test.use({ storageState: { cookies: [], origins: [] } });

const mostStops = 150;

test('what opens over a page is left by Escape, and leads back to where it was opened', async ({
  page,
  study,
}) => {
  await page.context().addCookies([...study.cookies]);
  await page.goto(`${study.address}${study.pathOf('project-runs')}`);
  for (const name of ['Account', 'Columns', 'Views', 'Add a condition', 'Keys of this list']) {
    const button = page.getByRole('button', { name }).first();
    await press(page, button);
    const opened = page.getByRole('menu').or(page.getByRole('dialog'));
    await expect(opened, name).toBeVisible();
    await expect
      .poll(
        () => page.evaluate('document.activeElement?.closest("[role=menu],[role=dialog]") !== null'),
        name,
      )
      .toBe(true);
    await page.keyboard.press('Escape');
    await expect(opened, name).toHaveCount(0);
    await expect(button, name).toBeFocused();
  }
});

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Presses Tab until something has the focus; each stop on the way must be seen. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < mostStops; stop++) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
    await expectVisibleFocus(page);
  }
  throw new Error(`After ${mostStops} stops the focus is not on ${target}.`);
}

/** What has the focus is marked, by itself or by what stands around it, and is not hidden. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const seen = await page.evaluate<string>(`(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return 'seen';
    const marked = (one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    };
    // Fields mark their border, and boxes and slides what is drawn in their place.
    const { tagName, type } = focused;
    if (tagName === 'INPUT' || tagName === 'SELECT' || tagName === 'TEXTAREA') return 'seen';
    const around = [focused, focused.parentElement, ...focused.children].filter(Boolean);
    return around.some(marked) ? 'seen' : focused.outerHTML.slice(0, 300);
  })()`);
  expect(seen, 'what has the focus').toBe('seen');
}
