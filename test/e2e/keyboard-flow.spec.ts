import { press, tabTo } from './keys';
import { expect, type SignedInStudy, test } from './signed-in-study';

/** What is reached without a mouse: every stop on the way is seen, and what opens is left again. */
test('what opens over a page is left by Escape, and leads back to where it was opened', async ({
  page,
  study,
}) => {
  await page.goto(`${study.address}${study.pathOf('project-runs')}`);
  for (const name of ['Account', 'Columns', 'Views', 'Add a condition', 'Keys of this list']) {
    const button = page.getByRole('button', { name }).first();
    await press(page, button);
    const opened = page.getByRole('menu').or(page.getByRole('dialog'));
    await expect(opened, name).toBeVisible();
    await expect
      .poll(
        () => page.evaluate('document.activeElement?.closest("[role=menu],[role=dialog]") !== null'),
        name,
      )
      .toBe(true);
    await page.keyboard.press('Escape');
    await expect(opened, name).toHaveCount(0);
    await expect(button, name).toBeFocused();
  }
});

test('a study is compared, and why an input was flagged is read, without a mouse', async ({
  page,
  study,
}) => {
  const detectors = await detectorNames(study);
  let runId = '';
  const flagged = page.getByRole('region', { name: 'Detectors at the threshold' }).getByRole('row');
  let atRate: string[] = [];
  const project = page.getByRole('link', { name: 'Digits under attack' }).first();
  await page.goto(`${study.address}${study.pathOf('project')}`);

  await test.step('evaluates a detector by the form, and comes back to the project', async () => {
    await press(page, page.getByRole('link', { name: 'New', exact: true }));
    await press(page, page.getByRole('link', { name: 'Evaluate a detector' }));
    await tabTo(page, page.getByLabel('Name', { exact: true }));
    await page.keyboard.type('By keys alone');
    await press(page, page.getByRole('button', { name: 'Evaluate it' }));
    await expect(page.getByRole('heading', { name: 'By keys alone', level: 1 })).toBeVisible();
    runId = decodeURIComponent(page.url().split('/').at(-1) ?? '');
    await expect(page.getByText('Done', { exact: true }).first()).toBeVisible({ timeout: 120_000 });
    await press(page, project);
    await expect(page.getByRole('heading', { name: 'Digits under attack', level: 1 })).toBeVisible();
  });

  await test.step('compares all, goes back, and compares two that it chooses', async () => {
    await press(page, page.getByRole('link', { name: 'Compare all 4' }));
    await expect(page.getByRole('heading', { name: 'Compare', level: 1 })).toBeVisible();
    await page.goBack();
    for (const name of detectors.slice(0, 2)) {
      await tabTo(page, page.getByRole('checkbox', { name: `Compare ${name}` }));
      await page.keyboard.press('Space');
    }
    await tabTo(page, page.getByRole('link', { name: 'Compare 2 detectors' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Compare', level: 1 })).toBeVisible();
  });

  await test.step('drags the threshold by keys: the table and the address follow', async () => {
    await tabTo(page, page.getByRole('slider', { name: 'False positive rate on the test images' }));
    for (let press = 0; press < 20; press++) await page.keyboard.press('ArrowRight');
    // The address is written on the way as well: what counts is where the slider came to rest.
    const atRest = await page.getByRole('textbox', { name: 'False positive rate in percent' }).inputValue();
    const rate = Number.parseFloat(atRest) / 100;
    expect(rate).toBeGreaterThanOrEqual(0.1);
    expect(rate).toBeLessThan(0.2);
    await expect
      .poll(() => Number(new URL(page.url()).searchParams.get('fpr')).toPrecision(4))
      .toBe(rate.toPrecision(4));
    // Of 40 authentic images; the server counts once the keys rest.
    const counted = async () =>
      Number.parseFloat((await flagged.nth(1).getByRole('cell').nth(2).textContent()) ?? '');
    await expect.poll(counted).toBeGreaterThan(100 * (rate - 1 / 40));
    expect(await counted()).toBeLessThanOrEqual(100 * rate);
    atRate = await flagged.allInnerTexts();
  });

  let compared = '';
  await test.step('opens an input that only one of them flags, and reads why', async () => {
    // What is far down is asked for when the focus comes near it.
    await tabTo(page, page.getByRole('combobox', { name: 'Upwards' }));
    await press(page, page.getByRole('button', { name: /^Only .* flags\s*\d/ }).first());
    await expect(page).toHaveURL(/pick=only/);
    compared = page.url();
    await press(page, page.getByRole('link', { name: / seen as / }).first());
    await expect(page.getByRole('heading', { name: /^Input \d+$/, level: 1 })).toBeVisible();
    const [, evaluation = '', index = ''] = /inputs\/([^/]+)\/(\d+)/.exec(page.url()) ?? [];
    const { input } = await study.ask<{ input: { sentence: string } }>(
      'query ($id: ID!, $index: Int!) { input(evaluationId: $id, index: $index) { sentence } }',
      { id: decodeURIComponent(evaluation), index: Number(index) },
    );
    await expect(page.getByText(input.sentence)).toBeVisible();
  });

  await test.step('scrolls the nearest images: arrow keys leave an input only where they mean nothing else', async () => {
    const here = page.url();
    await tabTo(page, page.getByRole('region', { name: /^Nearest training images in / }).first());
    await page.keyboard.press('ArrowRight');
    await tabTo(page, page.getByRole('link', { name: 'Next', exact: true }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page).not.toHaveURL(here);
    await page.goBack();
    await expect(page).toHaveURL(here);
  });

  await test.step('comes back to the comparison as it was', async () => {
    await page.goBack();
    await expect(page).toHaveURL(compared);
    await expect.poll(() => flagged.allInnerTexts()).toEqual(atRate);
    await expect(page.getByRole('link', { name: / seen as / }).first()).toBeVisible();
  });

  await test.step('goes to a detector by its name alone', async () => {
    await page.keyboard.press('Control+k');
    // At once: what is typed before the palette is there is not lost.
    await page.keyboard.type(detectors[1] ?? '');
    await expect(page.getByRole('dialog').locator('[data-selected]')).toContainText(detectors[1] ?? '');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: detectors[1] ?? '', level: 1 })).toBeVisible();
  });

  const { result } = await study.ask<{ result: { runs: number } }>(
    `mutation ($id: ID!) { result: deleteRun(id: $id, withDependents: false) { ... on DeletedRun { runs } } }`,
    { id: runId },
  );
  expect(result.runs).toBe(1);
});

test('Enter goes to what a name finds, also where the names come after it was typed', async ({
  page,
  study,
}) => {
  const [, detector = ''] = await detectorNames(study);
  let release = () => {};
  const typed = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.goto(`${study.address}${study.pathOf('runs')}`);
  await page.route('**/graphql', async (route) => {
    await typed;
    await route.continue();
  });
  await page.keyboard.press('Control+k');
  const search = page.getByRole('dialog').getByRole('textbox', { name: 'Search' });
  await expect(search).toBeFocused();
  await page.keyboard.type(detector);
  await expect(page.getByText('Loading names …')).toBeVisible();
  release();
  await expect(page.getByRole('dialog').locator('[data-selected]')).toContainText(detector);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: detector, level: 1 })).toBeVisible();
});

async function detectorNames(study: SignedInStudy): Promise<string[]> {
  const { nodes } = await study.ask<{ nodes: { detector: { name: string } }[] }>(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Evaluation { detector { name } } } }',
    { ids: study.evaluationIds },
  );
  return nodes.map(({ detector }) => detector.name);
}
