import type { Page, Route } from '@playwright/test';
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

const charts = (page: Page) =>
  page.locator('figure:not(:has(figure))').filter({ has: page.locator('[role=img]') });
const undrawn = (page: Page) => page.getByText('The chart was not drawn');

test('a chart whose code does not come says so, has its numbers, and is drawn when it comes', async ({
  page,
  study,
}) => {
  const network = await failLaterScripts(page);
  for (const name of ['model', 'layer-sweep', 'compare', 'attack-set', 'input', 'run', 'report'])
    await test.step(name, async () => {
      network.failing = true;
      await page.goto(`${study.address}${study.pathOf(name)}`);
      await expect(charts(page).first(), name).toBeVisible();
      await expectNothingWaits(page, name);
      expect(await undrawn(page).count(), name).toBe(await charts(page).count());
      const chart = charts(page).first();
      await chart.getByRole('button', { name: 'More about this chart' }).click();
      await page.getByRole('menuitem', { name: 'Show as table' }).click();
      await expect(chart.getByRole('table'), name).toBeVisible();
      network.failing = false;
      await chart.getByRole('button', { name: 'More about this chart' }).click();
      await page.getByRole('menuitem', { name: 'Show as chart' }).click();
      await chart.getByRole('button', { name: 'Try again' }).click();
      // Reports are drawn as vectors, for paper.
      await expect(chart.locator('[role=img] :is(canvas, svg)').first(), name).toBeVisible();
    });
});

test('a menu whose code does not come leaves the page as it is, and opens when it comes', async ({
  page,
  study,
}) => {
  const network = await failLaterScripts(page);
  network.failing = true;
  await page.goto(`${study.address}${study.pathOf('project')}`);
  await page.getByRole('button', { name: 'Account' }).click();
  const notice = page.getByRole('alert').filter({ hasText: 'This was not loaded.' });
  await expect(notice).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Digits under attack', level: 1 })).toBeVisible();
  network.failing = false;
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
});

const failures: readonly [string, (route: Route) => Promise<void>][] = [
  ['is refused', (route) => route.abort('connectionrefused')],
  ['is answered with 500', (route) => route.fulfill({ status: 500, body: 'Internal server error' })],
  [
    'is answered with an error',
    (route) => route.fulfill({ json: { data: null, errors: [{ message: 'Internal error' }] } }),
  ],
];
for (const [how, fail] of failures)
  test(`no page waits for ever for a question of the browser that ${how}`, async ({ page, study }) => {
    await page.route('**/graphql', fail);
    for (const { name, path } of study.pages)
      await test.step(name, async () => {
        await page.goto(`${study.address}${path}`);
        await expect(page.getByRole('heading', { level: 1 }).first(), name).toBeVisible();
        await expectNothingWaits(page, name);
      });
    await page.goto(`${study.address}${study.pathOf('compare')}`);
    const alert = page.getByRole('alert').filter({ hasText: 'The scores did not come.' });
    await expect(async () => {
      await scrollFromTheTop(page);
      await expect(alert).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 30_000 });
    await page.unroute('**/graphql');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('button', { name: /^Both flag/ })).toBeVisible();
  });

/** Scripts that a page's own document does not name, such as those of charts, fail while they are told to. */
async function failLaterScripts(page: Page): Promise<{ failing: boolean }> {
  const network = { failing: false };
  let document = '';
  await page.route('**/*', async (route) => {
    const request = route.request();
    if (request.resourceType() === 'document') {
      const response = await route.fetch();
      document = await response.text();
      return route.fulfill({ response, body: document });
    }
    const file = new URL(request.url()).pathname;
    const isLater = request.resourceType() === 'script' && !document.includes(file);
    return isLater && network.failing ? route.abort() : route.continue();
  });
  return network;
}

/** Nothing on the page is on its way. Scrolled through anew while something is. */
async function expectNothingWaits(page: Page, name: string): Promise<void> {
  await expect(async () => {
    await scrollFromTheTop(page);
    expect(await page.locator('.mantine-Skeleton-root, [aria-busy=true]').count(), name).toBe(0);
  }).toPass({ timeout: 30_000 });
}

/** Through the whole page; what is not alive yet hears of no scrolling, so whoever waits for it scrolls again. */
async function scrollFromTheTop(page: Page): Promise<void> {
  await page.evaluate('scrollTo(0, 0)');
  await scrollThrough(page);
}

/** To the end of the page: what is loaded when it comes near the screen has come near. */
async function scrollThrough(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 700);
      return page.evaluate<boolean>('innerHeight + scrollY >= document.documentElement.scrollHeight - 2');
    })
    .toBe(true);
}

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
