import type { Locator, Page } from '@playwright/test';
import { password } from '../testkit/people';
import { expect, type SignedInStudy, test } from './signed-in-study';

/** The main way through the product without a mouse: every stop can be reached and seen, and left again. */
test.use({ storageState: { cookies: [], origins: [] } });

const mostStops = 150;

test('from signing in to why an input was flagged, by keyboard alone', async ({ page, study }) => {
  await test.step('signs in', async () => {
    await page.goto(study.address);
    await tabTo(page, page.getByLabel('E-mail'));
    await page.keyboard.type(study.ownerEmail);
    await tabTo(page, page.locator('input[type=password]'));
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Account', exact: true })).toBeVisible();
  });

  await test.step('skips to the content, and opens the project', async () => {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
    await expectVisibleFocus(page);
    await page.keyboard.press('Enter');
    await press(page, page.getByRole('main').getByRole('link', { name: 'Digits under attack' }).first());
    await expect(page.getByRole('heading', { name: 'Digits under attack', level: 1 })).toBeVisible();
  });

  const projectId = await launchByForm(page, study);

  await test.step('opens the run from the list by its keys', async () => {
    await page.goto(`${study.address}/projects/${projectId}/runs`);
    const row = page.getByRole('row').filter({ hasText: 'By keyboard' });
    await expect(row).toBeVisible();
    await expect(async () => {
      await page.keyboard.press('j');
      await expect(row).toBeFocused({ timeout: 1000 });
    }).toPass();
    await expectVisibleFocus(page);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('By keyboard');
  });

  await test.step('goes by the palette to the project and compares', async () => {
    await openPalette(page, 'Digits under attack');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Digits under attack', level: 1 })).toBeVisible();
    await press(page, page.getByRole('link', { name: /^Compare all/ }));
    await expect(page.getByRole('heading', { name: 'Compare', level: 1 })).toBeVisible();
  });

  await test.step('moves the threshold by its arrows', async () => {
    const slider = page.getByRole('slider');
    await tabTo(page, slider);
    const before = Number(await slider.getAttribute('aria-valuenow'));
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => Number(await slider.getAttribute('aria-valuenow'))).toBeGreaterThan(before);
  });

  await test.step('picks a quadrant and opens an input of it', async () => {
    const section = page.getByRole('region', { name: 'Where they disagree' });
    await section.scrollIntoViewIfNeeded();
    await press(page, page.getByRole('button', { name: /^(Both flag|Neither flags)/ }).last());
    await press(page, section.getByRole('listitem').getByRole('link').first());
    await expect(page.getByRole('heading', { name: /^Input [\d,]+$/, level: 1 })).toBeVisible();
  });

  await test.step('walks through all of the input page and out of it: nothing holds the focus', async () => {
    expect(await stopsUntilRound(page)).toBeGreaterThan(10);
  });
});

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

/** Makes a project of its own by the dialog and starts an import in it by the form; the project's id. */
async function launchByForm(page: Page, study: SignedInStudy): Promise<string> {
  let projectId = '';
  await test.step('makes a project in a dialog and launches by the form', async () => {
    await page.goto(`${study.address}/projects`);
    await press(page, page.getByRole('button', { name: 'New project' }).first());
    await expect(page.getByRole('dialog')).toBeVisible();
    await tabTo(page, page.getByRole('dialog').getByLabel('Name'));
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'By keyboard', level: 1 })).toBeVisible();
    projectId = /\/projects\/([^/]+)/.exec(page.url())?.[1] ?? '';
    await page.goto(`${study.address}/projects/${projectId}/new/dataset`);
    await tabTo(page, page.getByLabel('Name'));
    await page.keyboard.type('By keyboard');
    await press(page, page.getByRole('button', { name: 'Import it' }));
    await expect(page.getByText('Done').or(page.getByText('Succeeded')).first()).toBeVisible({
      timeout: 60_000,
    });
  });
  return projectId;
}

/** Opens the palette by its keys and types a name. */
async function openPalette(page: Page, words: string): Promise<void> {
  const field = page.getByRole('dialog').getByRole('textbox', { name: 'Search' });
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(field).toBeFocused({ timeout: 2000 });
  }).toPass();
  await page.keyboard.type(words);
  await expect(page.getByRole('dialog').getByText(words).first()).toBeVisible();
}

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

/** Tab from the top of the page until it is left; how many stops that took. */
async function stopsUntilRound(page: Page): Promise<number> {
  await page.evaluate('scrollTo(0, 0); document.activeElement?.blur()');
  for (let stop = 0; stop < 10 * mostStops; stop++) {
    await page.keyboard.press('Tab');
    const where = await page.evaluate<string>(
      'document.activeElement === document.body ? "out" : document.activeElement.textContent.trim()',
    );
    if (stop > 0 && (where === 'out' || where === 'Skip to the content')) return stop;
    await expectVisibleFocus(page);
  }
  throw new Error('The focus never came round.');
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
