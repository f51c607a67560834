import { expect, type Page, test } from '@playwright/test';
import { type Product, startProduct } from '../testkit/product';

/** What is told twice by keys while it is on its way. */
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
