import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type SeededRuns, seedRuns } from '../bench/tracking/seed-runs';
import { type Product, startProduct } from '../testkit/product';

/** 10,000 runs in the table: scrolled, narrowed, selected by keyboard and across pages, changed and taken back. */
const count = 10_000;
let product: Product;
let runs: SeededRuns;
test.beforeAll(async () => {
  product = await startProduct();
  const kept = await readFile(join(product.folder, 'postgres.json'), 'utf8');
  const { port, password } = JSON.parse(kept) as { port: number; password: string }; // what the product keeps
  runs = await seedRuns(`postgresql://fiducial:${password}@127.0.0.1:${port}/postgres`, count);
});
test.afterAll(() => product.close());

const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

/** More rows may be read just then, which are not selected: the box stands for all of them, the bar counts the selected. */
async function selectAllRead(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'Select all runs that were read' }).click();
  await expect(page.getByRole('region', { name: 'Selected runs' })).toContainText(/^\d+ runs selected/);
}

test('10,000 runs in the table', async ({ page }) => {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
  });
  const projectId = Buffer.from(`Project:${runs.projectId}`).toString('base64');
  const address = `${product.address}/projects/${encodeURIComponent(projectId)}/runs`;
  const selected = page.getByRole('region', { name: 'Selected runs' });
  const total = async (filter: object = {}) =>
    (
      await product.ask<{ runSelection: { runs: number } }>(
        'query ($id: ID, $filter: RunFilter!) { runSelection(projectId: $id, filter: $filter) { runs } }',
        { id: projectId, filter },
      )
    ).runSelection.runs;

  await test.step('shows the newest at once, and reads on as it is scrolled', async () => {
    await page.goto(address);
    await expect(row(page, `run ${count}`)).toBeVisible();
    const drawn = await page.getByRole('grid').evaluate(async (grid) => {
      let most = 0;
      for (let step = 0; step < 120; step++) {
        if (grid.parentElement) grid.parentElement.scrollTop += 300;
        await new Promise((done) => setTimeout(done, 16));
        most = Math.max(most, grid.querySelectorAll('tbody tr').length);
      }
      return most;
    });
    expect(drawn).toBeLessThan(80);
    await expect
      .poll(() => page.getByRole('grid').evaluate((grid) => grid.getBoundingClientRect().height))
      .toBeGreaterThan(300 * 52);
  });

  await test.step('is known by keys: moves, selects, finds the filter, opens', async () => {
    await page.goto(address);
    await row(page, `run ${count}`).waitFor();
    await page.keyboard.press('j');
    await expect(row(page, `run ${count}`)).toBeFocused();
    await page.keyboard.press('j');
    await page.keyboard.press('Space');
    await expect(row(page, `run ${count - 1}`)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(selected).toContainText('2 runs selected');
    await page.getByRole('button', { name: 'Views' }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expect(selected).toContainText('2 runs selected');
    await row(page, `run ${count - 1}`).focus();
    await page.keyboard.press('Escape');
    await expect(selected).toBeHidden();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys of the list of runs' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await page.keyboard.press('/');
    await expect(page.getByLabel('Part of the name')).toBeFocused();
    await row(page, `run ${count}`).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: `run ${count}`, level: 1 })).toBeVisible();
  });

  const narrow = { where: JSON.stringify([{ any: [loss('below', '0.1'), loss('above', '0.9')] }]) };
  const filter = {
    anyOf: [
      { metrics: [{ name: 'loss', is: { below: 0.1 } }] },
      { metrics: [{ name: 'loss', is: { above: 0.9 } }] },
    ],
  };
  const matching = await total(filter);
  expect(matching).toBeGreaterThan(500);

  await test.step('is narrowed by a group of which any must hold, made by hand', async () => {
    await page.goto(address);
    await page.getByRole('button', { name: 'Add a condition' }).click();
    const form = page.getByRole('form', { name: 'Condition' });
    await form.getByRole('combobox', { name: 'Name' }).fill('loss');
    await form.getByRole('textbox', { name: 'Value' }).last().fill('0.1');
    await form.getByRole('button', { name: 'Or…' }).click();
    await form.getByRole('combobox', { name: 'Name' }).nth(1).fill('loss');
    await form.getByLabel('Comparison').nth(1).selectOption({ label: '>' });
    await form.getByRole('textbox', { name: 'Value' }).last().fill('0.9');
    await form.getByRole('button', { name: 'Add it' }).click();
    await expect(page.getByText('last loss < 0.1 or last loss > 0.9')).toBeVisible();
    // Its loss lies in between.
    await expect(row(page, `run ${count}`)).toBeHidden();
    expect(JSON.parse(new URL(page.url()).searchParams.get('where') ?? '')).toEqual(JSON.parse(narrow.where));
  });

  await test.step('selects all that match, tags them, and says how many it leaves', async () => {
    await selectAllRead(page);
    await page.getByRole('button', { name: 'Select all that match' }).click();
    await expect(selected).toContainText(`${matching.toLocaleString('en-US')} runs selected`);
    await expect(selected.getByRole('button', { name: 'Cancel (0)' })).toBeDisabled();
    await selected.getByRole('button', { name: 'Tag' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Tag', { exact: true }).fill('extreme');
    await dialog.getByRole('button', { name: /^Tag/ }).click();
    await expect(page.getByText(`${matching.toLocaleString('en-US')} runs tagged.`)).toBeVisible();
    expect(await total({ tags: [{ key: 'extreme' }] })).toBe(matching);
  });

  await test.step('deletes them all and takes it back', async () => {
    await selectAllRead(page);
    await page.getByRole('button', { name: 'Select all that match' }).click();
    await selected.getByRole('button', { name: /^Delete/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await expect(page.getByText(`${matching.toLocaleString('en-US')} runs deleted.`)).toBeVisible();
    expect(await total()).toBe(count - matching);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => total()).toBe(count);
  });

  await test.step('shows a run that comes meanwhile without reading the list again', async () => {
    await page.goto(address);
    await row(page, `run ${count}`).waitFor();
    await page.evaluate('window.stays = true');
    for (const name of ['a newcomer', 'another newcomer']) {
      await product.ask('mutation ($input: CreateRunInput!) { createRun(input: $input) { __typename } }', {
        input: { projectId, name },
      });
      await expect(row(page, name)).toBeVisible();
    }
    expect(await page.evaluate('window.stays')).toBe(true);
  });
  expect(problems).toEqual([]);
});

function loss(sign: string, value: string) {
  return { on: 'metric', name: 'loss', of: 'LAST', sign, value };
}
