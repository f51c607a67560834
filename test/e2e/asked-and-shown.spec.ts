import { finished, launch } from '../testkit/thing-requests';
import { expect, test } from './signed-in-study';

/** What an address asks for and is not there is said in words, beside what is shown instead. */
test('a link to Compare over an attack that is not compared says so and shows all attacks', async ({
  page,
  study,
}) => {
  const notice = page
    .getByRole('alert')
    .filter({ hasText: 'These detectors were not judged on that attack' });
  for (const attack of ['no-such-attack', Buffer.from('AttackSet:0').toString('base64')]) {
    await page.goto(`${study.address}${study.pathOf('compare')}&attack=${encodeURIComponent(attack)}`);
    await expect(notice).toContainText(`“${attack}”`);
    await expect(notice).toContainText('Shown are all attacks pooled');
    await expect(page.getByRole('combobox', { name: 'Attack' })).toHaveValue('All attacks pooled');
  }
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toBeHidden();
  await expect(page).not.toHaveURL(/attack=/);
});

test('an input whose place in a list is broken is shown, and says that it goes on by number', async ({
  page,
  study,
}) => {
  const input = `${study.address}${study.pathOf('input')}`;
  const notice = page.getByRole('alert').filter({ hasText: 'Its place in a list was not found' });
  const place = (offset: number) => Buffer.from(`OffsetConnection:${offset}`).toString('base64');
  // None at all, one of another input, one beyond the end, and a list that there is not.
  for (const at of ['broken', place(3), place(10_000_000), `${place(150)}&attack=none`]) {
    await page.goto(`${input}?order=INDEX&at=${at}`);
    await expect(page.getByRole('heading', { name: 'Input 150', level: 1 })).toBeVisible();
    await expect(notice).toContainText('by number instead');
    await expect(page.getByRole('link', { name: 'Next' })).toHaveAttribute('href', /\/151$/);
  }
  await page.goto(`${input}?order=INDEX&at=${place(150)}`);
  await expect(page.getByRole('link', { name: 'Next' })).toHaveAttribute('href', /\/151\?.*at=/);
  await expect(notice).toBeHidden();
});

test('a target class is looked for by its name, and what a detector does not read is not asked for', async ({
  page,
  study,
}) => {
  const form = `${study.address}/projects/${encodeURIComponent(study.projectId)}/new`;
  await page.goto(`${form}/attack?attack=pgd&attack.pgd.target=class&attack.pgd.targetClass=12`);
  const target = page.getByRole('combobox', { name: 'Target class' });
  await expect(page.getByText('Expected one of the 10 classes, numbered from 0, got 12.')).toBeVisible();
  await target.fill('7');
  await page.getByRole('option', { name: '7', exact: true }).click();
  await expect(target).toHaveValue('7');
  await page.getByText('Copy this launch as').click();
  await expect(page.getByText(/"targetClass": 7/).first()).toBeVisible();

  await page.goto(`${form}/detector?detector=knnScore`);
  await expect(page.getByLabel('Search', { exact: true })).toBeVisible();
  // A choice that is made before the page has come to life is undone.
  await expect(async () => {
    await page.getByLabel('Preprocessing', { exact: true }).selectOption('l2');
    await expect(page.getByLabel('Search', { exact: true })).toBeHidden({ timeout: 1000 });
  }).toPass();

  await page.goto(`${form}/adaptive-attack?attack=orthogonalPgd`);
  const detector = page.getByLabel('Detector', { exact: true });
  const names = await detector.getByRole('option').allTextContents();
  const named = (word: RegExp) => names.find((name) => word.test(name)) ?? '';
  const neighborForm = page.getByLabel('Neighbor form', { exact: true });
  await expect(async () => {
    await detector.selectOption(named(/map/i));
    await expect(neighborForm).toBeHidden({ timeout: 1000 });
  }).toPass();
  await expect(page.getByLabel('Refresh every', { exact: true })).toBeHidden();
  await detector.selectOption(named(/kNN/));
  await expect(neighborForm).toBeVisible();
  await expect(page.getByLabel('Refresh every', { exact: true })).toBeVisible();
});

test('a run that somebody else deleted leaves an open list, and one that is shared has the words of members', async ({
  page,
  study,
  browser,
}) => {
  const sample =
    study.pages
      .find(({ name }) => name === 'sample')
      ?.path.split('/')
      .at(-1) ?? '';
  const noise = await launch(study, 'launchAttack', {
    ...{ sampleId: decodeURIComponent(sample), attack: { fgsm: { target: 'leastLikely' } } },
    ...{ epsilons: [0.05], quantization: 'FLOAT32', name: 'Soon gone' },
  });
  await finished(study, noise, 400_000);
  const { result } = await study.ask<{ result: { secret: string } }>(
    'mutation ($input: CreatePublicLinkInput!) { result: createPublicLink(input: $input) { ... on NewPublicLink { secret } } }',
    { input: { runId: noise.run.id } },
  );
  const visitor = await (await browser.newContext({ storageState: { cookies: [], origins: [] } })).newPage();
  await visitor.goto(`${study.address}/shared/${result.secret}`);
  const parameters = visitor.getByRole('region', { name: 'Parameters' }).getByRole('table');
  await expect(parameters).toContainText('Fast gradient sign method');
  await expect(parameters).toContainText('The least likely');
  await expect(parameters).toContainText('Single-precision floats');

  await page.goto(`${study.address}${study.pathOf('project-runs')}`);
  const line = page.getByRole('link', { name: 'Soon gone' });
  await expect(line.first()).toBeVisible();
  await study.ask('mutation ($id: ID!) { deleteRun(id: $id, withDependents: true) { __typename } }', {
    id: noise.run.id,
  });
  await expect(line).toHaveCount(0, { timeout: 45_000 });
});
