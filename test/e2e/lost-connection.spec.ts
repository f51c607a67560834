import type { Page } from '@playwright/test';
import { openPoorLine, type PoorLine } from '../testkit/poor-line';
import { childrenWith } from '../testkit/processes';
import { createProject, type Launched, launch } from '../testkit/thing-requests';
import { expect, type SignedInStudy, test } from './signed-in-study';

/** A page that follows a run loses the network, its line and the API, one after the other, and misses nothing. */
const away = 'Live updates interrupted, connecting again …';
let line: PoorLine;
test.beforeAll(async ({ study }) => {
  line = await openPoorLine(study.address);
});
test.afterAll(() => line.close());

test('a run is followed through lost connections, and nothing of it is doubled', async ({
  page,
  context,
  study,
}) => {
  const model = await longRun(study);
  const notice = page.getByRole('banner').getByRole('status');
  await page.goto(`${line.address}/runs/${encodeURIComponent(model.run.id)}`);
  await goesOn(page);
  await page.evaluate('window.stays = true');

  await test.step('offline, the page says so and keeps what it shows', async () => {
    await context.setOffline(true);
    await expect(notice).toContainText('Offline');
    await expect(page.getByRole('heading', { name: model.name, level: 1 })).toBeVisible();
    await context.setOffline(false);
    await expect(notice).toBeEmpty();
    await goesOn(page);
  });

  await test.step('cut off, it says so, connects again by itself and goes on', async () => {
    line.cut();
    await expect(notice).toHaveText(away);
    line.mend();
    await expect(notice).toBeEmpty();
    await goesOn(page);
  });

  await test.step('the API is killed and started again, and it goes on', async () => {
    const [api] = await childrenWith(study.pid, 'api.js');
    process.kill(api ?? 0, 'SIGKILL');
    await expect(notice).toHaveText(away);
    await expect(notice).toBeEmpty({ timeout: 60_000 });
    await goesOn(page);
  });

  await test.step('the end shows by itself, and the log holds each thing once', async () => {
    await study.ask('mutation ($id: ID!) { cancelRun(id: $id) { __typename } }', { id: model.run.id });
    await expect(page.getByText('Cancelled', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
    const { node } = await study.ask<{ node: { events: { seq: number; type: string }[] } }>(
      'query ($id: ID!) { node(id: $id) { ... on Run { events(first: 100, types: ["queued", "claimed", "step", "cancelled"]) { seq type } } } }',
      { id: model.run.id },
    );
    const of = (type: string) => node.events.filter((event) => event.type === type).length;
    expect([of('claimed'), of('cancelled')]).toEqual([1, 1]);
    const log = page.getByRole('region', { name: 'Log' }).last();
    await expect(log.getByText('Taken by a worker')).toHaveCount(1);
    await expect(log.getByText('Cancelled', { exact: true })).toHaveCount(1);
    await expect(log.getByText('began')).toHaveCount(of('step'));
    // It was the same page all the time, and not loaded anew.
    expect(await page.evaluate('window.stays')).toBe(true);
  });
});

/** A training that lasts until it is cancelled, in a project of its own. */
async function longRun(study: SignedInStudy): Promise<Launched> {
  const projectId = await createProject(study, 'Lost connections');
  const dataset = await launch(study, 'importDataset', { projectId, source: { builtInDigits: {} } });
  return launch(study, 'trainModel', {
    datasetId: dataset.id,
    architecture: { standardCnn: { epochs: 40 } },
  });
}

/** Waits until the page shows more progress than it did. */
async function goesOn(page: Page): Promise<void> {
  const done = async () => Number(await page.getByRole('progressbar').last().getAttribute('aria-valuenow'));
  await expect(page.getByRole('progressbar').last()).toBeVisible({ timeout: 120_000 });
  const before = await done();
  await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(before);
}
