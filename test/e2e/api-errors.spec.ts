import type { Page } from '@playwright/test';
import { openSecondDoor, type SecondDoor } from '../testkit/second-door';
import { expect, test } from './signed-in-study';

/** What every page does when the API fails: as it is made on the server, and for what is not there. */
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
      // A comparison of nothing is a page, which says that.
      .filter(({ path }) => /[/=][\w%]{24,}/.test(path) && !/^\/(shared|compare)/.test(path))
      .map(({ path }) =>
        path.replace(/([/=])[\w%]{24,}(,[\w%]+)*/g, `$1${encodeURIComponent(nothing(path))}`),
      ),
  );
  for (const path of paths)
    await test.step(path, async () => {
      await page.goto(`${study.address}${path}`);
      await expect(page.getByRole('heading', { name: 'Nothing is here', level: 1 }), path).toBeVisible();
    });
});

/** An id of nothing, of the type that a path is about. */
function nothing(path: string): string {
  const [, id = ''] = /[/=]([\w%]{24,})/.exec(path) ?? [];
  const [type] = Buffer.from(decodeURIComponent(id), 'base64').toString().split(':');
  return Buffer.from(`${type}:01890000-0000-7000-8000-000000000000`).toString('base64');
}
