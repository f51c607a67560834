import { randomBytes } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { idxFile } from '../testkit/idx-file';
import { linearModel } from '../testkit/linear-model';
import { type Product, startProduct } from '../testkit/product';
import { createProject } from '../testkit/thing-requests';

/** Files that people bring: a data set in IDX format and a model of their own, through the forms. */
let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(() => product.close());

/** Chooses model.json until the form shows it: before the page's code has arrived a choice is not heard. */
async function chooseFirst(page: Page, file: { name: string; buffer: Buffer; mimeType: string }) {
  await expect(async () => {
    await page.locator('input[type=file]').nth(0).setInputFiles(file);
    await expect(page.getByRole('button', { name: 'model.json' })).toHaveText('model.json', {
      timeout: 1000,
    });
  }).toPass();
}

test('a data set and a model are brought in as files', async ({ page }) => {
  const projectId = encodeURIComponent(await createProject(product, 'Own files'));
  const file = (name: string, buffer: Buffer) => ({ name, buffer, mimeType: 'application/octet-stream' });
  const labels = (count: number) =>
    idxFile(
      [count],
      Uint8Array.from({ length: count }, (_, at) => at % 10),
    );

  await test.step('imports four IDX files', async () => {
    await page.goto(`${product.address}/projects/${projectId}/new/dataset`);
    const inputs = page.locator('input[type=file]');
    // A choice made before the page's code has arrived is not heard: on a busy machine that takes seconds.
    await expect(async () => {
      await page.getByLabel('Source').selectOption({ label: 'IDX files' });
      await expect(inputs).toHaveCount(4, { timeout: 1000 });
    }).toPass();
    const files = [
      file('train-images', idxFile([40, 8, 8], randomBytes(40 * 64))),
      file('train-labels', labels(40)),
      file('test-images', idxFile([20, 8, 8], randomBytes(20 * 64))),
      file('test-labels', labels(20)),
    ];
    for (const [at, one] of files.entries()) await inputs.nth(at).setInputFiles(one);
    await page.getByLabel('Name', { exact: true }).fill('Squares');
    await page.getByRole('button', { name: 'Import it' }).click();
    await expect(page.getByText('Done').first()).toBeVisible({ timeout: 60_000 });
  });

  await test.step('registers a layers-model', async () => {
    await page.goto(`${product.address}/projects/${projectId}/new/uploaded-model`);
    const { json, weights } = linearModel({ inputShape: [8, 8, 1], classes: 10 });
    const inputs = page.locator('input[type=file]');
    await chooseFirst(page, file('model.json', Buffer.from(JSON.stringify(json))));
    await inputs.nth(1).setInputFiles(file('weights.bin', weights));
    await page.getByLabel('Name', { exact: true }).fill('Linear');
    await page.getByRole('button', { name: 'Register it' }).click();
    await expect(page.getByText('Done').first()).toBeVisible({ timeout: 60_000 });
  });

  await test.step('sees in words why a damaged model was refused', async () => {
    await page.goto(`${product.address}/projects/${projectId}/new/uploaded-model`);
    const { json, weights } = linearModel({ inputShape: [8, 8, 1], classes: 10 });
    const inputs = page.locator('input[type=file]');
    await chooseFirst(page, file('model.json', Buffer.from(JSON.stringify(json))));
    await inputs.nth(1).setInputFiles(file('weights.bin', weights.subarray(4)));
    await page.getByRole('button', { name: 'Register it' }).click();
    await expect(
      page.getByText('weights.bin: expected 2600 bytes of weights, got 2596', { exact: true }),
    ).toBeVisible({ timeout: 60_000 });
  });
});
