import type { Page } from '@playwright/test';
import { openSecondDoor, type SecondDoor } from '../testkit/second-door';
import { expect, test } from './signed-in-study';

/** What every page does when the API fails: as it is made on the server, as it asks in the browser, and for what is not there. */
let door: SecondDoor;
test.beforeAll(async ({ study }) => {
  door = await openSecondDoor(study);
});
test.afterAll(() => door.close());
test.afterEach(() => {
  door.api.answering = 'well';
});

const failed = (page: Page) => page.getByRole('heading', { name: 'This page could not be made', level: 1 });

test('each page that cannot be made says so, and is made when the API is back', async ({ page, study }) => {
  for (const { name, path } of study.pages)
    await test.step(name, async () => {
      door.api.answering = 'with 500';
      await page.goto(`${door.address}${path}`);
      await expect(failed(page), name).toBeVisible();
      await expect(page.getByText('Nothing is lost'), name).toBeVisible();
      door.api.answering = 'well';
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(failed(page), name).toHaveCount(0);
      await expect(page.getByRole('heading', { level: 1 }).first(), name).toBeVisible();
    });
});

test('each page says so where the API cannot be reached, and comes back by itself', async ({
  page,
  study,
}) => {
  for (const { name, path } of study.pages)
    await test.step(name, async () => {
      door.api.answering = 'not at all';
      await page.goto(`${door.address}${path}`);
      await expect(failed(page), name).toBeVisible();
    });
  door.api.answering = 'well';
  await expect(failed(page)).toHaveCount(0);
});

test('an address of nothing says that nothing is there', async ({ page, study }) => {
  const paths = new Set(
    study.pages
      .filter(({ path }) => /[/=][\w%]{24,}/.test(path) && !path.startsWith('/shared'))
      .map(({ path }) =>
        path.replace(/([/=])[\w%]{24,}(,[\w%]+)*/g, `$1${encodeURIComponent(nothing(path))}`),
      ),
  );
  for (const path of paths)
    await test.step(path, async () => {
      const answer = await page.goto(`${study.address}${path}`);
      await expect(page.getByRole('heading', { name: 'Nothing is here', level: 1 }), path).toBeVisible();
      expect(answer?.status(), path).toBe(404);
    });
});

for (const how of ['500', 'no connection'] as const)
  test(`what a page asks for in the browser and does not get, it says: ${how}`, async ({ page, study }) => {
    const asked = new Map<string, number>();
    for (const { name, path } of study.pages)
      await test.step(name, async () => {
        await failInBrowser(page, how, () => asked.set(name, (asked.get(name) ?? 0) + 1));
        await page.goto(`${study.address}${path}`);
        await scrollThrough(page);
        // Nothing waits for what will not come.
        await expect(page.locator('main .mantine-Skeleton-root, main [aria-busy=true]'), name).toHaveCount(0);
        if (asked.has(name))
          await expect(page.getByText(/did not (come|answer)|try again/i).first(), name).toBeVisible();
        await page.unroute('**/graphql');
      });
    expect(asked.size).toBeGreaterThan(0);
  });

/** An id of nothing, of the type that a path is about. */
function nothing(path: string): string {
  const [, id = ''] = /[/=]([\w%]{24,})/.exec(path) ?? [];
  const [type] = Buffer.from(decodeURIComponent(id), 'base64').toString().split(':');
  return Buffer.from(`${type}:01890000-0000-7000-8000-000000000000`).toString('base64');
}

async function failInBrowser(page: Page, how: '500' | 'no connection', onAsked: () => void): Promise<void> {
  await page.route('**/graphql', async (route) => {
    onAsked();
    if (how === 'no connection') return route.abort('connectionfailed');
    await route.fulfill({ status: 500, contentType: 'text/plain', body: 'Internal Server Error' });
  });
}

/** To the end of a page: much of it is asked for only when it comes near. */
async function scrollThrough(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 900);
      return page.evaluate<boolean>('innerHeight + scrollY >= document.documentElement.scrollHeight - 2');
    })
    .toBe(true);
}
