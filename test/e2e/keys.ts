import { expect, type Locator, type Page } from '@playwright/test';

const mostStops = 150;

/** Goes to something by Tab and presses Enter. */
export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Presses Tab, or Shift+Tab, until something has the focus; each stop on the way must be seen. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < mostStops; stop++) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press(key);
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
