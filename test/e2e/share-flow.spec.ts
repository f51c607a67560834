import { readFile } from 'node:fs/promises';
import type { Browser, Page } from '@playwright/test';
import { aucOfCurves } from './drawn-curves';
import { expect, type SignedInStudy, test } from './signed-in-study';

/** Three detectors compared, an input that one of them misses, why, and the comparison shown to somebody without an account. */
interface Row {
  readonly kind: string;
  readonly auc: number;
  readonly aucLow: number;
  readonly aucHigh: number;
  readonly attackSet: { readonly name: string } | null;
}

interface Compared {
  readonly id: string;
  readonly name: string;
  readonly detector: { readonly name: string };
  readonly rows: readonly Row[];
  readonly rocCurve: { readonly auc: number };
  readonly scores: { readonly score: readonly number[]; readonly group: readonly string[] };
  readonly operatingPoint: { readonly threshold: number };
}

const falsePositiveRate = 0.1;

async function compared(study: SignedInStudy): Promise<readonly Compared[]> {
  const { compare } = await study.ask<{ compare: { evaluations: Compared[] } }>(
    `query ($ids: [ID!]!, $fpr: Float) { compare(evaluationIds: $ids) { ... on Comparison { evaluations {
      id name detector { name } rows { kind auc aucLow aucHigh attackSet { name } } rocCurve { auc }
      scores { score group } operatingPoint(falsePositiveRate: $fpr) { threshold } } } } }`,
    { ids: study.evaluationIds, fpr: falsePositiveRate },
  );
  return compare.evaluations;
}

/** Two of them and an adversarial input that the first flags and the second misses. */
function disagreement(evaluations: readonly Compared[]) {
  for (const finds of evaluations)
    for (const misses of evaluations) {
      const input = finds.scores.score.findIndex(
        (score, at) =>
          finds.scores.group[at] === 'ADVERSARIAL' &&
          score > finds.operatingPoint.threshold &&
          (misses.scores.score[at] ?? 0) <= misses.operatingPoint.threshold,
      );
      if (input >= 0) return { finds, misses };
    }
  throw new Error('No two of the detectors disagree about an adversarial input.');
}

const shownKinds = ['MACRO', 'ATTACK', 'CONTROL'];

test('three detectors are compared, a miss is understood, and the comparison is shared', async ({
  page,
  browser,
  study,
}) => {
  const evaluations = await compared(study);
  const { finds, misses } = disagreement(evaluations);
  const ids = study.evaluationIds.map(encodeURIComponent).join(',');
  const address = `${study.address}/compare?evaluations=${ids}&fpr=${falsePositiveRate}`;

  await test.step('the cells of the table are those of the query', async () => {
    await page.goto(address);
    await expect(page.getByText('3 detectors on the same inputs')).toBeVisible();
    const table = page.getByRole('table').filter({ hasText: 'Random noise' });
    for (const { detector, rows } of evaluations) {
      const line = table.getByRole('row').filter({ hasText: detector.name });
      for (const row of rows.filter(({ kind }) => shownKinds.includes(kind))) {
        await expect(line).toContainText(row.auc.toFixed(3));
        await expect(line).toContainText(`[${row.aucLow.toFixed(3)}, ${row.aucHigh.toFixed(3)}]`);
      }
    }
  });

  await test.step('the area under each drawn curve is the AUC of the query', async () => {
    const roc = page.getByRole('figure').filter({ hasText: 'ROC,' });
    await expect(roc.locator('canvas').first()).toBeVisible();
    await roc.getByRole('button', { name: 'More about this chart' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Save as SVG' }).click(),
    ]);
    const areas = aucOfCurves(await readFile(await download.path(), 'utf8'));
    expect(areas).toHaveLength(evaluations.length);
    for (const [at, { rocCurve }] of evaluations.entries())
      expect(Math.abs((areas[at] ?? 0) - rocCurve.auc)).toBeLessThan(0.002);
  });

  await test.step('an input that one misses is found among where they disagree', async () => {
    const section = page.getByRole('region', { name: 'Where they disagree' });
    await section.scrollIntoViewIfNeeded();
    await choose(page, 'To the right', finds.name);
    await choose(page, 'Upwards', misses.name);
    await page.getByRole('button', { name: `Only ${finds.name} flags` }).click();
    await page.getByRole('listitem').filter({ hasText: 'adversarial' }).getByRole('link').first().click();
    await expect(page.getByRole('heading', { name: /^Input [\d,]+$/, level: 1 })).toBeVisible();
  });

  await test.step('its page says why, with both scores', async () => {
    const [, index] = /\/inputs\/[^/]+\/(\d+)/.exec(page.url()) ?? [];
    const { input } = await study.ask<{ input: { sentence: string } }>(
      'query ($id: ID!, $index: Int!) { input(evaluationId: $id, index: $index) { sentence } }',
      { id: finds.id, index: Number(index) },
    );
    await expect(page.getByText(input.sentence).first()).toBeVisible();
    for (const { scores, detector } of [finds, misses]) {
      const score = figure(scores.score[Number(index)] ?? 0);
      await expect(page.getByRole('img', { name: `${detector.name}: score ${score}` })).toBeVisible();
    }
  });

  let link = '';
  await test.step('a link is made that is shown once', async () => {
    await page.goto(address);
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('button', { name: 'Make the link' }).click();
    link = (await page.getByText(/\/shared\//).textContent()) ?? '';
    expect(link).toContain(`${study.address}/shared/`);
    await page.keyboard.press('Escape');
  });

  await test.step('whoever has it sees the same numbers and nothing else', () =>
    expectSharedOnly(browser, { link, study, evaluations }));

  await test.step('taken back, it shows nothing', async () => {
    await page.goto(`${study.address}${study.pathOf('project-settings')}`);
    await page
      .getByRole('button', { name: /^Take back the link to/ })
      .first()
      .click();
    await expect(page.getByText('The link shows nothing any more.')).toBeVisible();
    const stranger = await signedOut(browser);
    await stranger.goto(link);
    await expect(stranger.getByRole('heading', { name: 'This link is no longer good' })).toBeVisible();
    await expect(stranger.getByRole('table')).toHaveCount(0);
    await stranger.context().close();
  });
});

/** As pages write a number from 0 to 1. */
const figure = (value: number) => (value === 0 ? '0' : value.toPrecision(3));

/** Chooses one of a list by its label. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  const box = page
    .getByRole('textbox', { name: label })
    .or(page.getByRole('combobox', { name: label }))
    .first();
  if ((await box.inputValue()) === option) return;
  await box.click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

async function signedOut(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  return context.newPage();
}

async function expectSharedOnly(
  browser: Browser,
  { link, study, evaluations }: { link: string; study: SignedInStudy; evaluations: readonly Compared[] },
): Promise<void> {
  const stranger = await signedOut(browser);
  const refused: string[] = [];
  stranger.on('response', (response) => {
    if (response.status() >= 400) refused.push(`${response.status()} ${response.url()}`);
  });
  await stranger.goto(link);
  await expect(stranger.getByText('You can read it without an account')).toBeVisible();
  const byAttack = stranger.getByRole('region', { name: 'By attack' });
  for (const { name, rows } of evaluations) {
    await expect(
      stranger.getByRole('region', { name: 'Detectors' }).getByRole('row').filter({ hasText: name }),
    ).toContainText((rows.find(({ kind }) => kind === 'MACRO') ?? fail(name)).auc.toFixed(3));
    for (const row of rows.filter(({ kind }) => kind === 'ATTACK' || kind === 'CONTROL'))
      await expect(
        byAttack
          .getByRole('row')
          .filter({ hasText: name })
          .filter({ hasText: row.attackSet?.name ?? '' }),
      ).toContainText(`[${row.aucLow.toFixed(3)}, ${row.aucHigh.toFixed(3)}]`);
  }
  const body = stranger.locator('body');
  for (const word of ['Digits under attack', 'Olga', study.ownerEmail])
    await expect(body).not.toContainText(word);
  await expect(stranger.locator('main img')).toHaveCount(0);
  await expect(stranger.locator('main a')).toHaveCount(0);
  expect(refused).toEqual([]);
  // Nothing else of the product opens from there.
  for (const name of ['compare', 'input', 'project', 'detector']) {
    await stranger.goto(`${study.address}${study.pathOf(name)}`);
    await expect(stranger.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  }
  await stranger.context().close();
}

function fail(what: string): never {
  throw new Error(`${what}: no such row`);
}
