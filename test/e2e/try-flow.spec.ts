import { encodePng } from '@fiducial/formats';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { type Product, startProduct } from '../testkit/product';
import { createProject, finished, launch, launchMainJob } from '../testkit/thing-requests';

/** An image of one's own before detectors that were fitted in the product: given in every way, attacked, scored in the browser. */
let product: Product;
let path: string;
let inputPath: string;
test.beforeAll(async () => {
  test.setTimeout(900_000);
  product = await startProduct();
  const projectId = await createProject(product, 'Own images');
  const dataset = await launch(product, 'importDataset', { projectId, source: { builtInDigits: {} } });
  await finished(product, dataset);
  const { detectors, evaluations } = await launchMainJob(product, dataset.id);
  path = `/detectors/${encodeURIComponent(detectors[0]?.id ?? '')}/try`;
  inputPath = `/inputs/${encodeURIComponent(evaluations[0]?.id ?? '')}/0`;
});
test.afterAll(() => product.close());

/** A white ring on black, 56 pixels wide: a zero, twice as large as the model takes it. */
function ring(): Promise<Buffer> {
  const side = 56;
  const data = Uint8Array.from({ length: side * side }, (_, at) => {
    const distance = Math.hypot((at % side) - 27.5, Math.floor(at / side) - 27.5);
    return Math.abs(distance - 16) < 4 ? 255 : 0;
  });
  return encodePng({ width: side, height: side, channels: 1, data }).then((bytes) => Buffer.from(bytes));
}

const answered = (page: Page) => page.getByRole('status').filter({ hasText: 'Answered in' });

/** Opens the page and chooses a way to an image: before the page's code has arrived a click is not heard. */
async function openTab(page: Page, name: string): Promise<void> {
  await page.goto(`${product.address}${path}`);
  const tab = page.getByRole('tab', { name });
  await expect(async () => {
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true', { timeout: 500 });
  }).toPass();
}

test('an uploaded picture is fitted to the model, classified and scored', async ({ page }) => {
  await openTab(page, 'Upload');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'ring.png', mimeType: 'image/png', buffer: await ring() });
  await expect(page.getByText(/^Your picture was /)).toContainText('28 × 28');
  await expect(answered(page)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Scores' }).getByRole('link').first()).toBeVisible();
  await expect(page.getByRole('img', { name: 'The image as the model sees it' })).toBeVisible();
});

test('a picture that is pasted is tried, whichever way was open', async ({ page }) => {
  await openTab(page, 'Draw');
  await paste(page, await ring());
  await expect(page.getByRole('tab', { name: 'Upload' })).toHaveAttribute('aria-selected', 'true');
  await expect(answered(page)).toBeVisible();
});

/** What Ctrl+V does with a picture in the clipboard, which a browser without a screen has none of. */
async function paste(page: Page, picture: Buffer): Promise<void> {
  await page.evaluate(`{
    const data = new DataTransfer();
    const bytes = Uint8Array.from(atob('${picture.toString('base64')}'), (of) => of.charCodeAt(0));
    data.items.add(new File([bytes], 'ring.png', { type: 'image/png' }));
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data }));
  }`);
}

test('what is drawn is tried at once, and slid through the epsilons of an attack', async ({ page }) => {
  await openTab(page, 'Draw');
  await draw(page, page.getByRole('img', { name: /^Pad to draw on/ }));
  await expect(answered(page)).toBeVisible();
  await page.getByRole('combobox', { name: 'Attack' }).click();
  await page.getByRole('option', { name: /Fast gradient sign/i }).click();
  await expect(page.getByText(/The prediction (changed|stayed)/)).toBeVisible();
  const linf = async () =>
    Number(/L∞ ([\d.]+)/.exec((await page.getByText(/L∞/).first().textContent()) ?? '')?.[1] ?? Number.NaN);
  const before = await linf();
  const slider = page.getByRole('slider', { name: /^Epsilon/ });
  await slider.focus();
  for (let step = 0; step < 20; step++) await slider.press('ArrowRight');
  await expect.poll(linf).toBeGreaterThan(before);
  // The perturbation is as large as the slider says, and no larger.
  const epsilon = Number(await slider.getAttribute('aria-valuenow'));
  await expect.poll(async () => Math.abs((await linf()) - epsilon)).toBeLessThan(0.002);
  await expect(page.getByRole('region', { name: 'Scores, attacked' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByText('Nothing of it is kept.')).toBeVisible();
});

async function draw(page: Page, pad: Locator): Promise<void> {
  const box = await pad.boundingBox();
  if (!box) throw new Error('The pad is not on the page.');
  const at = (share: number) =>
    [
      box.x + box.width * (0.5 + 0.22 * Math.cos(share * 2 * Math.PI)),
      box.y + box.height * (0.5 + 0.3 * Math.sin(share * 2 * Math.PI)),
    ] as const;
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let step = 1; step <= 20; step++) await page.mouse.move(...at(step / 20));
  await page.mouse.up();
}

test('an item of the data set is chosen by keyboard, and scored in the browser as on the server', async ({
  page,
}) => {
  await openTab(page, 'Data set');
  const item = page.getByRole('button', { name: /^Image \d+, class / }).first();
  await item.focus();
  await page.keyboard.press('Enter');
  await expect(item).toHaveAttribute('aria-pressed', 'true');
  await expect(answered(page)).toBeVisible();
  await page.getByRole('switch', { name: 'Compute here too' }).click({ force: true });
  const row = page
    .getByRole('region', { name: 'Scores of server and browser' })
    .getByRole('row')
    .filter({ hasText: 'kNN' });
  await expect(row).toContainText(' ms (', { timeout: 60_000 });
  const [server = Number.NaN, browser = Number.NaN] = await row
    .getByRole('cell')
    .evaluateAll((cells) => cells.slice(1, 3).map(({ textContent }) => Number(textContent)));
  expect(Math.abs(server - browser)).toBeLessThan(0.01);
});

test('an input of an evaluation is tried from its own page', async ({ page }) => {
  await page.goto(`${product.address}${inputPath}`);
  await page.getByRole('link', { name: /Try/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Try it' })).toBeVisible();
  await expect(page.getByText('exactly as it was scored')).toBeVisible();
  await expect(answered(page)).toBeVisible();
});
