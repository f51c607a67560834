import type { Browser, BrowserContext, Page } from '@playwright/test';
import { password } from '../testkit/people';
import { expect, type SignedInStudy, test } from './signed-in-study';

/** Somebody is invited, restricted and sent away while their browser is open; another team never learns that anything exists. */
const soon = 5000;

test('what a second browser may see and do follows the admin, without a reload', async ({
  page,
  browser,
  study,
}) => {
  const link = await invite(page, study, { team: 'team', email: 'rita@example.org', role: 'Runner' });
  const rita = await join(browser, link, 'Rita Runner');
  const there = rita.pages()[0] ?? (await rita.newPage());

  await test.step('who accepted sees the project and may launch in it', async () => {
    await there.getByRole('link', { name: 'Digits under attack' }).first().click();
    await expect(there.getByRole('heading', { name: 'Digits under attack', level: 1 })).toBeVisible();
    await expect(there.getByRole('link', { name: 'New', exact: true })).toBeVisible();
    await there.goto(`${study.address}${study.pathOf('project-runs')}`);
    await expect(there.getByRole('link', { name: 'New', exact: true })).toBeVisible();
    await followsRuns(there);
  });

  await test.step('restricted to looking in this project, the page changes by itself', async () => {
    await page.goto(`${study.address}${study.pathOf('project-access')}`);
    await choose(page, 'Role of Rita Runner in this project', 'Viewer');
    await expect(page.getByText('Rita Runner is viewer here.')).toBeVisible();
    await expect(there.getByRole('link', { name: 'New', exact: true })).toBeHidden({ timeout: soon });
    const refused = await there.request.post(`${study.address}/graphql`, {
      headers: { origin: study.address },
      data: {
        query: 'mutation ($input: CreateRunInput!) { createRun(input: $input) { __typename } }',
        variables: { input: { projectId: study.projectId, name: 'no more' } },
      },
    });
    expect(await refused.text()).toContain('ForbiddenError');
  });

  await test.step('given back, it changes back', async () => {
    await choose(page, 'Role of Rita Runner in this project', 'As in the team');
    await expect(there.getByRole('link', { name: 'New', exact: true })).toBeVisible({ timeout: soon });
  });

  await test.step('out of the team, the project is gone from the open page', async () => {
    await page.goto(`${study.address}${study.pathOf('team')}`);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Remove Rita Runner' }).click();
    await expect(page.getByText('Rita Runner is out of the team.')).toBeVisible();
    await expect(there.getByRole('heading', { name: 'Nothing is here' })).toBeVisible({ timeout: soon });
    await there.goto(study.address);
    await expect(there.getByText('Digits under attack')).toHaveCount(0);
  });
  await rita.close();
});

test('an invitation that is taken back opens nothing', async ({ page, browser, study }) => {
  const link = await invite(page, study, { team: 'team', email: 'late@example.org', role: 'Viewer' });
  await page.getByRole('button', { name: 'Take back the invitation of late@example.org' }).click();
  await expect(page.getByText('The invitation of late@example.org is no longer good.')).toBeVisible();
  const late = await (await signedOut(browser)).newPage();
  await late.goto(link);
  await expect(late.getByRole('heading', { name: 'This invitation is no longer good' })).toBeVisible();
  await late.context().close();
});

test('a session that is ended leads the open page to sign in', async ({ page, browser, study }) => {
  const link = await invite(page, study, { team: 'team', email: 'sam@example.org', role: 'Viewer' });
  const sam = await join(browser, link, 'Sam Signed-out');
  const there = sam.pages()[0] ?? (await sam.newPage());
  await there.goto(`${study.address}${study.pathOf('project-runs')}`);
  await followsRuns(there);
  // Signing out elsewhere, as on another machine with the same session: only the server knows.
  await there.request.post(`${study.address}/api/auth/sign-out`, {
    headers: { origin: study.address },
    data: {},
  });
  await expect(there.getByRole('heading', { name: 'Sign in' })).toBeVisible({ timeout: soon });
  await sam.close();
  await page.goto(`${study.address}${study.pathOf('team')}`);
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Remove Sam Signed-out' }).click();
  await expect(page.getByText('Sam Signed-out is out of the team.')).toBeVisible();
});

test('another team cannot tell what exists from what does not', async ({ page, browser, study }) => {
  await page.goto(`${study.address}${study.pathOf('team')}`);
  await page.getByLabel('Name').last().fill('The others');
  await page.getByRole('button', { name: 'Make the team' }).click();
  await expect(page.getByRole('heading', { name: 'The others', level: 1 })).toBeVisible();
  const path = new URL(page.url()).pathname;
  const link = await invite(page, study, { team: path, email: 'eve@example.org', role: 'Admin' });
  const eve = await join(browser, link, 'Eve Else');
  const there = eve.pages()[0] ?? (await eve.newPage());
  for (const { name, path, missing } of ownPages(study)) {
    const [known, unknown] = [await seen(there, study, path), await seen(there, study, missing)];
    expect(known, name).toEqual(unknown);
    expect(known.text, name).toMatch(/Nothing is here|no such evaluation/);
  }
  for (const path of ['/', '/projects', '/runs', '/compare']) {
    await there.goto(`${study.address}${path}`);
    await expect(there.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await expect(there.locator('body')).not.toContainText('Digits under attack');
  }
  await eve.close();
});

/** Every page about a thing of the team, and the same page about a thing that there is not. */
function ownPages(study: SignedInStudy) {
  return study.pages
    .filter(({ name, path }) => name !== 'shared' && name !== 'missing' && /[/=][\w%]{24,}/.test(path))
    .map(({ name, path }) => ({ name, path, missing: path.replace(/[/=]([\w%]{24,})/g, otherId) }));
}

/** An id of the same type with the same length, of nothing. */
function otherId(match: string, id: string): string {
  const [type = '', uuid = ''] = Buffer.from(decodeURIComponent(id), 'base64').toString().split(':');
  if (uuid.length !== 36) return match;
  const other = `${uuid.slice(0, 24)}${'0'.repeat(12)}`;
  return match[0] + encodeURIComponent(Buffer.from(`${type}:${other}`).toString('base64'));
}

/** What a page says to the eye and to programs. */
async function seen(page: Page, { address }: SignedInStudy, path: string) {
  const answer = await page.goto(`${address}${path}`);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  return {
    status: answer?.status(),
    title: await page.title(),
    text: await page.locator('main').textContent(),
  };
}

async function invite(
  page: Page,
  study: SignedInStudy,
  { team, email, role }: { team: string; email: string; role: string },
): Promise<string> {
  const path = team.startsWith('/') ? team : study.pathOf(team);
  await page.goto(`${study.address}${path}`);
  await page.getByLabel('E-mail').fill(email);
  await choose(page, 'Role', role);
  await page.getByRole('button', { name: 'Make the link' }).click();
  return (await page.getByText(/\/join\//).textContent()) ?? '';
}

const signedOut = (browser: Browser) => browser.newContext({ storageState: { cookies: [], origins: [] } });

/** Accepts an invitation in a browser of its own. */
async function join(browser: Browser, link: string, name: string): Promise<BrowserContext> {
  const context = await signedOut(browser);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  await page.locator('input[type=password]').fill(password);
  await page.getByRole('button', { name: 'Make my account and join' }).click();
  await expect(page.getByRole('button', { name: 'Account', exact: true })).toBeVisible();
  return context;
}

/** Loads a page again and waits until it has the socket by which it is told of changes. */
async function followsRuns(page: Page): Promise<void> {
  const address = page.url();
  // Away first: a socket that the page opens while it is being replaced is closed before it has heard anything.
  await page.goto('about:blank');
  let heard = false;
  // Listened to as it opens: a promise of the socket may be kept only after its first frame came.
  page.on('websocket', (socket) => socket.on('framereceived', () => (heard = true)));
  await page.goto(address);
  await expect.poll(() => heard, 'the page has a socket that has heard from the server').toBe(true);
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  // What is chosen before the page's code has come is lost.
  await page.waitForLoadState('networkidle');
  await page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option });
}
