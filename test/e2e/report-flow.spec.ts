import { expect, type Page, test } from '@playwright/test';
import { type Product, startProduct } from '../testkit/product';

/** A report: begun, written by keyboard, saved beside somebody else, read, shared, and printed. */
let product: Product;
let projectId: string;

test.beforeAll(async () => {
  product = await startProduct();
  const { made } = await product.ask<{ made: { id: string } }>(
    'mutation { made: createProject(input: { name: "Study" }) { ... on Project { id } } }',
  );
  projectId = made.id;
  await product.ask('mutation ($input: CreateRunInput!) { createRun(input: $input) { __typename } }', {
    input: {
      projectId,
      name: 'Logged elsewhere',
      metrics: [{ name: 'loss', steps: [0, 1, 2, 3], values: [4, 2, 1, 0.5] }],
    },
  });
});
test.afterAll(() => product.close());

const hostile =
  '<script>window.harm = 1</script> <img src=x onerror="window.harm = 1"> [go](javascript:window.harm=1)';
const block = (page: Page, number: number) =>
  page.getByRole('region', { name: new RegExp(`^Block ${number} of`) });

test('a report from its first word to paper', async ({ page, browser }) => {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));

  await test.step('is begun where there is none, and written', async () => {
    await page.goto(`${product.address}/projects/${encodeURIComponent(projectId)}/reports`);
    await page.getByRole('button', { name: 'New report' }).click();
    await page.waitForURL(/\/reports\/.*\/edit$/);
    await page.getByLabel('Title').fill('What was found');
    await page.getByLabel('Text in Markdown').fill(`# Summary\n\nIt **learns**. ${hostile}`);
    await block(page, 1).getByText('Preview').click();
    await expect(page.getByRole('heading', { name: 'Summary' })).toBeVisible();
    await page.getByRole('button', { name: 'Panel' }).click();
    await expect(page.getByRole('menuitem', { name: /^ROC curves/ })).toBeDisabled();
    await page.getByRole('menuitem', { name: 'Metric of runs' }).click();
    await expect(page.getByRole('img', { name: /Loss over steps of Logged elsewhere/ })).toBeVisible();
  });

  await test.step('is put in order by keys, and a block that was removed comes back', async () => {
    await block(page, 2).getByRole('button', { name: 'Move up' }).focus();
    await page.keyboard.press('Alt+ArrowUp');
    await expect(page.getByRole('region', { name: 'Block 1 of 2: Metric of runs' })).toBeVisible();
    await page.keyboard.press('Alt+ArrowDown');
    await expect(page.getByRole('region', { name: 'Block 2 of 2: Metric of runs' })).toBeVisible();
    await block(page, 2).getByRole('button', { name: 'Remove block 2' }).click();
    await expect(block(page, 2)).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('region', { name: 'Block 2 of 2: Metric of runs' })).toBeVisible();
  });

  const reportId = decodeURIComponent(page.url().match(/reports\/([^/]+)\/edit/)?.[1] ?? '');
  await test.step('keeps what one wrote when somebody else saved first', async () => {
    await product.ask(
      'mutation ($input: ChangeReportInput!) { changeReport(input: $input) { __typename } }',
      {
        input: { id: reportId, expectedVersion: 1, title: 'Theirs', blocks: [] },
      },
    );
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('alert', { name: 'Somebody else saved it' })).toContainText(
      /saved this report on .* after you had read it/,
    );
    await expect(page.getByLabel('Title')).toHaveValue('What was found');
    await page.getByRole('button', { name: 'Replace theirs with mine' }).click();
    await expect(page.getByText('All is saved')).toBeVisible();
  });

  await test.step('asks before changes are left behind, and offers them again', async () => {
    await page.getByLabel('Title').fill('Not saved');
    page.once('dialog', (dialog) => void dialog.dismiss());
    await page.getByRole('link', { name: 'Leave' }).click();
    await expect(page.getByLabel('Title')).toHaveValue('Not saved');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.getByRole('button', { name: 'Take them up' }).click();
    await expect(page.getByLabel('Title')).toHaveValue('Not saved');
    await page.getByLabel('Title').fill('What was found');
  });

  await test.step('is read with its figures numbered, and nothing of what would do harm', async () => {
    await page.goto(`${product.address}/reports/${encodeURIComponent(reportId)}`);
    await expect(page.getByRole('heading', { level: 1, name: 'What was found' })).toBeVisible();
    await expect(page.getByText('Figure 1.')).toBeVisible();
    await expectHarmless(page);
  });

  await test.step('is read by whoever has its link, without an account', async () => {
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('button', { name: 'Make the link' }).click();
    const address = (await page.getByText(/\/shared\//).textContent()) ?? '';
    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(address);
    await expect(stranger.getByRole('heading', { level: 1, name: 'What was found' })).toBeVisible();
    await expect(stranger.getByRole('img', { name: /Loss over steps of Logged elsewhere/ })).toBeVisible();
    await expectHarmless(stranger);
    await stranger.close();
    await page.keyboard.press('Escape');
  });

  await test.step('is printed black on white from a dark screen, without navigation', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();
    await expect(page.getByRole('img', { name: /Loss over steps/ }).locator('svg')).toBeVisible();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
    await expect(page.locator('body')).toHaveCSS('color', 'rgb(0, 0, 0)');
    await expect(page.getByRole('banner')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
    await page.emulateMedia({ media: 'screen' });
  });
  expect(problems).toEqual([]);
});

async function expectHarmless(page: Page): Promise<void> {
  const article = page.getByRole('article');
  await expect(article).toContainText('It learns.');
  await expect(article.locator('script, img[src="x"], [onerror]')).toHaveCount(0);
  for (const href of await article
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href'))))
    expect(href ?? '').not.toMatch(/^javascript/i);
  expect(await page.evaluate(() => 'harm' in globalThis)).toBe(false);
}
