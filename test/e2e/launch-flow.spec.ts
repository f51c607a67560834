import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { type Product, startProduct } from '../testkit/product';
import { createProject, finished, type Launched, launch } from '../testkit/thing-requests';

const execute = promisify(execFile);

/** Launch, watch, cancel, change and re-run, a grid, and the same from a terminal: by hand, on real runs. */
let product: Product;
let projectId: string;
let dataset: Launched;

test.beforeAll(async () => {
  product = await startProduct();
  projectId = await createProject(product, 'Digits');
  dataset = await launch(product, 'importDataset', { projectId, source: { builtInDigits: {} } });
  await finished(product, dataset, 120_000);
});
test.afterAll(() => product.close());

interface ShownRun {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly params: Record<string, unknown>;
}

const runsNamed = async (text: string): Promise<ShownRun[]> => {
  const { runs } = await product.ask<{ runs: { edges: { node: ShownRun }[] } }>(
    `query ($projectId: ID!, $text: String!) { runs(projectId: $projectId, first: 20, filter: { text: $text }) {
      edges { node { id title status params } } } }`,
    { projectId, text },
  );
  return runs.edges.map(({ node }) => node);
};

test('somebody launches, watches, cancels, changes, tries a grid and takes it to a terminal', async ({
  page,
}) => {
  const form = `${product.address}/projects/${encodeURIComponent(projectId)}/new/model`;

  await test.step('a project shows the next step to somebody new', async () => {
    await page.goto(`${product.address}/projects/${encodeURIComponent(projectId)}`);
    const steps = page.getByRole('region', { name: 'From a data set to a comparison' });
    await expect(steps.getByRole('link', { name: 'Data set' })).toBeVisible();
    await steps.getByRole('link', { name: 'Train a model' }).click();
    await expect(page).toHaveURL(form);
  });

  await test.step('launches a long training, watches it and cancels it', async () => {
    await page.getByLabel('Epochs', { exact: true }).fill('50');
    await page.getByLabel('Name', { exact: true }).fill('Long training');
    await page.getByRole('button', { name: 'Train it' }).click();
    await expect(page.getByRole('heading', { name: 'Long training', level: 1 })).toBeVisible();
    await expect(page.getByRole('progressbar').first()).toBeVisible({ timeout: 120_000 });
    await page.getByRole('button', { name: 'Cancel Long training' }).click();
    await expect.poll(() => runsNamed('Long training')).toMatchObject([{ status: 'CANCELLED' }]);
  });

  await test.step('changes it and runs it again: what differs is shown', async () => {
    await page.getByRole('link', { name: 'Change and re-run' }).click();
    await expect(page.getByRole('heading', { name: 'Train a model again' })).toBeVisible();
    const changes = page.getByRole('region', { name: 'What changes' });
    await expect(changes).toContainText('all is computed again');
    await expect(page.getByLabel('Epochs', { exact: true })).toHaveValue('50');
    await page.getByLabel('Epochs', { exact: true }).fill('1');
    await expect(changes.getByRole('definition')).toHaveText(['50 → 1']);
    await page.getByLabel('Name', { exact: true }).fill('Short training');
    await page.getByRole('button', { name: 'Train it' }).click();
    await expect(page.getByRole('heading', { name: 'Short training', level: 1 })).toBeVisible();
    await expect
      .poll(() => runsNamed('Short training'), { timeout: 120_000 })
      .toMatchObject([{ status: 'SUCCEEDED', params: { epochs: 1 } }]);
  });

  await test.step('chooses taps of its model, and the form for a reference set has them', async () => {
    const run = page.url();
    await page.getByRole('main').getByRole('link', { name: 'Short training' }).first().click();
    await expect(page).toHaveURL(/\/models\//);
    const layers = page.getByRole('region', { name: 'Layers' }).first();
    await expect(layers.getByRole('link', { name: 'Reference set of all taps' })).toBeVisible();
    const [, second, third] = await layers.getByRole('checkbox').all();
    // The later one first: the layers stay in forward order.
    for (const box of [third, second]) await box?.check();
    const names = await layers.getByRole('checkbox', { checked: true }).all();
    const chosen = await Promise.all(
      names.map(async (box) => (await box.getAttribute('aria-label'))?.replace('Choose ', '')),
    );
    await layers.getByRole('link', { name: 'Reference set of 2 layers' }).click();
    await expect(page).toHaveURL(new RegExp(`layers=${chosen.join('%2C')}`));
    for (const name of chosen)
      await expect(
        page
          .getByRole('main')
          .getByText(name ?? '', { exact: true })
          .first(),
      ).toBeVisible();
    await page.goto(run);
  });

  await test.step('the same again is said to be reused, and is', async () => {
    await page.getByRole('link', { name: 'Change and re-run' }).click();
    await expect(page.getByRole('region', { name: 'What changes' })).toContainText(
      'The earlier result is taken over at once',
    );
    await page.getByLabel('Name', { exact: true }).fill('Once more');
    await page.getByRole('button', { name: 'Train it' }).click();
    await expect(page.getByRole('heading', { name: 'Once more', level: 1 })).toBeVisible();
    await expect(page.getByText('Reused from').first()).toBeVisible({ timeout: 60_000 });
  });

  await test.step('a grid of four is counted, estimated and launched, and its runs are listed', async () => {
    await page.goto(form);
    await page.getByRole('button', { name: 'Epochs: several values' }).click();
    await page.getByLabel('Epochs: several values').and(page.getByRole('textbox')).fill('1:2:1');
    await page.getByRole('button', { name: 'Batch size: several values' }).click();
    await page.getByLabel('Batch size: several values').and(page.getByRole('textbox')).fill('128, 256');
    await page.getByLabel('Name', { exact: true }).fill('Grid');
    const grid = page.getByRole('region', { name: 'Grid' });
    await expect(grid).toContainText('4 runs: 2 values of Epochs × 2 values of Batch size');
    await expect(grid).toContainText('one after the other');
    await page.getByRole('button', { name: 'Launch 4 runs' }).click();
    await expect(page).toHaveURL(/\/runs\?where=/);
    await expect(page.getByText('4 runs, newest first')).toBeVisible();
    const made = await runsNamed('Grid, ');
    expect(made.map(({ params }) => [params.epochs, params.batchSize]).sort()).toEqual([
      [1, 128],
      [1, 256],
      [2, 128],
      [2, 256],
    ]);
    for (const { title } of made)
      await expect(page.getByRole('link', { name: title, exact: true })).toBeVisible();
  });

  await test.step('a grid that is too large is refused before it is sent', async () => {
    await page.goto(form);
    await page.getByRole('button', { name: 'Seed: several values' }).click();
    await page.getByLabel('Seed: several values').and(page.getByRole('textbox')).fill('1:101:1');
    await expect(page.getByText('At most 100 runs are launched at once')).toBeVisible();
    await page.getByRole('button', { name: 'Train it' }).click();
    await expect(page).toHaveURL(form);
  });

  await test.step('what is copied starts the same run from a terminal', async () => {
    await page.goto(form);
    await page.getByLabel('Epochs', { exact: true }).fill('3');
    await page.getByText('Copy this launch as GraphQL, command line or Python').click();
    for (const [tab, command, title] of [
      ['Command line', 'sh', 'From a shell: $(id) `id` it’s "so"'],
      ['Python', 'python3', "From Python: ''' it's"],
    ] as const) {
      await page.getByLabel('Name', { exact: true }).fill(title);
      await page.getByRole('tab', { name: tab }).click();
      const text = await page.getByRole('tabpanel', { name: tab }).locator('code').textContent();
      await execute(command, ['-c', text ?? '']);
      const [run, ...more] = await runsNamed(title);
      expect(more).toEqual([]);
      expect(run?.params.epochs).toBe(3);
    }
  });
});
