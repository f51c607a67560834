import { expect, type Page, test } from '@playwright/test';
import { type Product, startProduct } from '../testkit/product';

/** What is told twice by keys while it is on its way, and what two people write at once. */
let product: Product;
let projectId: string;
let runPath: string;

test.beforeAll(async () => {
  product = await startProduct({ args: ['--no-demo', '--no-worker'] });
  const { made } = await product.ask<{ made: { id: string } }>(
    'mutation { made: createProject(input: { name: "Study" }) { ... on Project { id } } }',
  );
  projectId = made.id;
  const { run } = await product.ask<{ run: { id: string } }>(
    'mutation ($input: CreateRunInput!) { run: createRun(input: $input) { ... on Run { id } } }',
    { input: { projectId, name: 'Logged elsewhere' } },
  );
  runPath = `/runs/${encodeURIComponent(run.id)}`;
});
test.afterAll(() => product.close());

/** Answers come so late that keys are pressed before them. */
const slowly = (page: Page) =>
  page.route('**/graphql', async (route) => {
    await new Promise((done) => setTimeout(done, 500));
    await route.continue();
  });

test('a comment is made once', async ({ page }) => {
  await page.goto(`${product.address}${runPath}`);
  const field = page.getByRole('textbox', { name: 'New comment' });
  await field.scrollIntoViewIfNeeded();
  await field.fill('Said once');
  await slowly(page);
  for (let press = 0; press < 3; press++) await field.press('Control+Enter');
  await expect(field).toHaveValue('');
  await page.reload();
  await field.scrollIntoViewIfNeeded();
  await expect(page.getByText('Said once')).toHaveCount(1);
});

test('a report that is saved while it is being saved is nobody else’s', async ({ page }) => {
  const { report } = await product.ask<{ report: { id: string } }>(
    'mutation ($input: CreateReportInput!) { report: createReport(input: $input) { ... on Report { id } } }',
    { input: { projectId, title: 'Found', blocks: [] } },
  );
  await page.goto(`${product.address}/reports/${encodeURIComponent(report.id)}/edit`);
  const title = page.getByLabel('Title');
  await expect(page.getByText('All is saved')).toBeVisible();
  await slowly(page);
  await title.fill('Found again');
  for (let press = 0; press < 3; press++) await title.press('Control+s');
  await expect(page.getByText('All is saved')).toBeVisible();
  await title.press('Control+s');
  await expect(page.getByRole('alert', { name: 'Somebody else saved it' })).toHaveCount(0);
  const { node } = await product.ask<{ node: { version: number } }>(
    'query ($id: ID!) { node(id: $id) { ... on Report { version } } }',
    { id: report.id },
  );
  expect(node.version).toBe(2);
});

test('notes are not written over what somebody else wrote meanwhile', async ({ page, context }) => {
  const other = await context.newPage();
  const notes = (of: Page) => of.getByRole('textbox', { name: 'Notes', exact: true });
  for (const of of [page, other]) {
    await of.goto(`${product.address}${runPath}`);
    await of.getByRole('button', { name: 'Write', exact: true }).click();
  }
  await notes(other).fill('Theirs');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(other.getByRole('button', { name: 'Change', exact: true })).toBeVisible();
  await notes(page).fill('Mine');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Somebody changed the notes after you had read them.')).toBeVisible();
  await expect(page.getByRole('alert', { name: 'Meanwhile somebody else wrote' })).toContainText('Theirs');
  await expect(notes(page)).toHaveValue('Mine');
  await page.getByRole('button', { name: 'Replace theirs with mine' }).click();
  await expect(page.getByText('Mine', { exact: true })).toBeVisible();
  // What the other one reads next is what stands there, not what they wrote.
  await other.reload();
  await other.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(notes(other)).toHaveValue('Mine');
});
