import { expect, type Page, test } from '@playwright/test';
import { type Product, startProduct } from '../testkit/product';
import { launchMainJob } from '../testkit/thing-requests';

/** From an empty database to why one input was flagged, clicked by hand; every number is held against the API. */
let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(() => product.close());

interface Row {
  readonly kind: string;
  readonly auc: number;
  readonly attackSet: { name: string } | null;
}

test('a newcomer launches, watches, compares and asks why', async ({ page }) => {
  const problems = watchForProblems(page);
  await page.goto(product.address);
  await expect(page.getByRole('button', { name: 'Start the MNIST demonstration' })).toBeVisible();

  await test.step('makes a project', async () => {
    await page.getByRole('button', { name: 'New project' }).first().click();
    await page.getByLabel('Name').fill('First study');
    await page.getByRole('button', { name: 'Make the project' }).click();
    await expect(page.getByRole('heading', { name: 'First study', level: 1 })).toBeVisible();
  });

  await test.step('imports the built-in digits by the form', async () => {
    await expect(page.getByRole('link', { name: 'Import a data set' })).toHaveCount(1);
    await page.getByRole('link', { name: 'New', exact: true }).click();
    await expect(page).toHaveURL(/\/new$/);
    await page.getByRole('link', { name: 'Import a data set' }).click();
    await expect(page.getByRole('heading', { name: 'Import a data set' })).toBeVisible();
    await page.getByLabel('Name', { exact: true }).fill('Digits');
    await page.getByRole('button', { name: 'Import it' }).click();
    await expect(page.getByText('Succeeded').or(page.getByText('Done')).first()).toBeVisible({
      timeout: 60_000,
    });
  });

  const { datasetId, datasets } = await importedDataset();
  expect(datasets).toBe(1);
  const { evaluations } = await launchMainJob(product, datasetId);
  const ids = evaluations.map(({ id }) => id);

  await test.step('finds the detectors ranked on the project page', async () => {
    await page.goto(product.address);
    await page.getByRole('link', { name: 'First study' }).first().click();
    for (const { name } of evaluations) await expect(page.getByRole('link', { name }).first()).toBeVisible();
  });

  await test.step('compares them, with the numbers of the API', async () => {
    await page
      .getByRole('link', { name: /^Compare all 2/ })
      .or(page.getByRole('button', { name: /^Compare all 2/ }))
      .click();
    await expect(page.getByRole('heading', { name: 'Compare', level: 1 })).toBeVisible();
    await expect(page.locator('canvas').first()).toBeVisible();
    for (const id of ids) {
      const { node } = await product.ask<{ node: { detector: { name: string }; rows: Row[] } }>(
        `query ($id: ID!) { node(id: $id) { ... on Evaluation {
          detector { name } rows { kind auc attackSet { name } } } } }`,
        { id },
      );
      const table = page.getByRole('table').filter({ hasText: 'Random noise' });
      const row = table.getByRole('row').filter({ hasText: node.detector.name });
      for (const { auc } of node.rows.filter(({ kind }) => kind === 'MACRO' || kind === 'CONTROL'))
        await expect(row).toContainText(auc.toFixed(3));
    }
  });

  await test.step('sees why one input got its score', async () => {
    const index = await firstAdversarial(ids[0] ?? '');
    await page.goto(`${product.address}/inputs/${encodeURIComponent(ids[0] ?? '')}/${index}`);
    const { input } = await product.ask<{
      input: {
        sentence: string;
        predicted: { className: string };
        neighbors: { nodes: { distance: number; image: { url: string } }[] };
      };
    }>(
      `query ($id: ID!, $index: Int!) { input(evaluationId: $id, index: $index) {
        sentence predicted { className } neighbors(first: 5) { nodes { distance image { url } } } } }`,
      { id: ids[0], index },
    );
    await expect(page.getByRole('heading', { name: `Input ${index}`, level: 1 })).toBeVisible();
    await expect(page.getByText(input.sentence)).toBeVisible();
    await expect(page.getByText('Clean twin', { exact: true }).first()).toBeVisible();
    await expect(page.getByText(/Difference, magnified/)).toBeVisible();
    for (const { image } of input.neighbors.nodes)
      await expect(page.locator(`img[src*="${image.url}"]`).first()).toBeAttached();
    // Every picture of the page has arrived. As text, because the tests' types know no document.
    const missing =
      "[...document.images].filter((one) => one.loading !== 'lazy' && !one.naturalWidth).length";
    await expect.poll(() => page.evaluate(missing)).toBe(0);
  });

  expect(problems).toEqual([]);
});

/** Errors of the page's own code, and answers that say that something is missing or broken. */
function watchForProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) problems.push(message.text());
  });
  page.on('request', (request) => {
    // Pages name their documents by digest.
    if (request.url().endsWith('/graphql') && request.postData()?.includes('"query":'))
      problems.push(`a document as text: ${request.postData()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
  });
  return problems;
}

async function importedDataset(): Promise<{ datasetId: string; datasets: number }> {
  const { projects } = await product.ask<{
    projects: { edges: { node: { datasets: { edges: { node: { id: string } }[] } } }[] };
  }>('{ projects(first: 1) { edges { node { datasets(first: 5) { edges { node { id } } } } } } }');
  const found = projects.edges[0]?.node.datasets.edges ?? [];
  return { datasetId: found[0]?.node.id ?? '', datasets: found.length };
}

async function firstAdversarial(id: string): Promise<number> {
  const { node } = await product.ask<{ node: { inputs: { edges: { node: { index: number } }[] } } }>(
    `query ($id: ID!) { node(id: $id) { ... on Evaluation {
      inputs(first: 1, group: ADVERSARIAL, successful: true) { edges { node { index } } } } } }`,
    { id },
  );
  return node.inputs.edges[0]?.node.index ?? -1;
}
