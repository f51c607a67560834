import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng, storedZip } from '@fiducial/formats';
import { expect, type Page, test } from '@playwright/test';
import { openPoorLine, type PoorLine } from '../testkit/poor-line';
import { type Product, startProduct } from '../testkit/product';
import { createProject } from '../testkit/thing-requests';

/** A large file through a form: over a slow and then a broken line, paused, taken back, refused. */
let product: Product;
let folder: string;
let line: PoorLine;
test.beforeAll(async () => {
  product = await startProduct();
  line = await openPoorLine(product.address);
  folder = await mkdtemp(join(tmpdir(), 'fiducial-files-'));
  const files: Record<string, Uint8Array> = { 'notes.bin': randomBytes(60e6) };
  for (const name of ['cat', 'dog'])
    for (let at = 0; at < 10; at++)
      files[`${name}/${at}.png`] = await encodePng({
        width: 8,
        height: 8,
        channels: 3,
        data: randomBytes(192),
      });
  const { 'notes.bin': notes = new Uint8Array(), ...images } = files;
  // Beside the images, so that the archive is large: what is no image of a class is left aside by labels.csv.
  const table = Object.keys(images).map((path) => `${path},${path.split('/')[0]}`);
  const labels = Buffer.from(['file,class', ...table].join('\n'));
  await writeFile(
    join(folder, 'pets.zip'),
    storedZip({ ...images, 'labels.csv': labels, 'notes.bin': notes }),
  );
  await writeFile(join(folder, 'broken.zip'), randomBytes(5000));
});
test.afterAll(async () => {
  await line.close();
  await product.close();
  await rm(folder, { recursive: true, force: true });
});

async function openForm(page: Page): Promise<void> {
  const projectId = encodeURIComponent(await createProject(product, 'Own files'));
  await page.goto(`${line.address}/projects/${projectId}/new/dataset`);
  // A choice made before the page's code has arrived is not heard: on a busy machine that takes seconds.
  await expect(async () => {
    await page.getByLabel('Source').selectOption({ label: 'Image folder' });
    await expect(page.locator('input[type=file]')).toHaveCount(1, { timeout: 1000 });
  }).toPass();
}

const staged = () => readdir(join(product.folder, 'artifacts', 'staging', 'uploads')).catch(() => []);

test('goes on after a pause and a lost connection, and then imports', async ({ page }) => {
  await openForm(page);
  line.speed = 6e6;
  await page.locator('input[type=file]').setInputFiles(join(folder, 'pets.zip'));
  await page.getByLabel('Class column').fill('class');
  await page.getByRole('button', { name: 'Import it' }).click();
  const progress = page.getByRole('progressbar', { name: 'Progress of pets.zip' });
  const percent = async () => Number(await progress.getAttribute('aria-valuenow'));
  await expect.poll(percent).toBeGreaterThan(10);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  const paused = await percent();
  await page.waitForTimeout(1000);
  expect(await percent()).toBe(paused);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(percent, { timeout: 30_000 }).toBeGreaterThan(Math.max(paused, 40));
  line.cut();
  await expect(page.getByText('The connection is lost; goes on by itself when it is back')).toBeVisible({
    timeout: 15_000,
  });
  line.mend();
  // It did not begin anew: what was there is still there.
  await expect(page.getByText('Sending', { exact: true })).toBeVisible();
  expect(await percent()).toBeGreaterThan(20);
  line.speed = Number.POSITIVE_INFINITY;
  await expect(page.getByText('Done').first()).toBeVisible({ timeout: 60_000 });
  expect(await staged()).toEqual([]);
});

test('is taken back, and nothing of it stays', async ({ page }) => {
  await openForm(page);
  line.speed = 3e6;
  await page.locator('input[type=file]').setInputFiles(join(folder, 'pets.zip'));
  await page.getByRole('button', { name: 'Import it' }).click();
  await expect.poll(async () => (await staged()).length, { timeout: 15_000 }).toBe(1);
  await page.getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByText('pets.zip was taken back. Nothing was started.')).toBeVisible();
  await expect.poll(async () => (await staged()).length).toBe(0);
});

test('that is refused says why at its field', async ({ page }) => {
  await openForm(page);
  line.speed = Number.POSITIVE_INFINITY;
  await page.locator('input[type=file]').setInputFiles(join(folder, 'broken.zip'));
  await page.getByRole('button', { name: 'Import it' }).click();
  await expect(page.getByText(/broken\.zip: archive: expected a ZIP file/)).toBeVisible();
});
