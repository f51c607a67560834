import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { CookieBrowser } from '../testkit/cookie-browser';
import { type OpenIdProvider, openOpenIdProvider } from '../testkit/openid-provider';
import { addPerson } from '../testkit/people';

/** Sign-in at a real OpenID provider: whom it lets in, and whom not. */
let api: ApiBench;
let provider: OpenIdProvider;

beforeAll(async () => {
  provider = await openOpenIdProvider({
    ada: { email: 'ada@example.org', emailVerified: true },
    closed: { email: 'closed@example.org', emailVerified: true },
    pretender: { email: 'ben@example.org', emailVerified: false },
    stranger: { email: 'stranger@example.org', emailVerified: true },
  });
  api = await openApiBench({
    FIDUCIAL_OIDC_ISSUER: provider.issuer,
    FIDUCIAL_OIDC_CLIENT_ID: provider.clientId,
    FIDUCIAL_OIDC_CLIENT_SECRET: provider.clientSecret,
    FIDUCIAL_OIDC_NAME: 'The institute',
  });
  const { id: teamId } = await api.prisma.team.create({ data: { slug: 'team', name: 'Team' } });
  for (const name of ['ada', 'ben', 'closed'])
    await addPerson(api.prisma, { email: `${name}@example.org`, teamId, role: 'ADMIN' });
  await api.prisma.user.update({ where: { email: 'closed@example.org' }, data: { disabledAt: new Date() } });
}, 60_000);
afterAll(async () => {
  await api.close();
  await provider.close();
});

/** Asks for the provider's address, as the page to sign in does. */
async function begin(browser: CookieBrowser): Promise<Response> {
  return browser.request(`${api.address}/api/auth/sign-in/social`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: api.address },
    body: JSON.stringify({
      provider: 'openid',
      callbackURL: '/projects',
      errorCallbackURL: '/sign-in?refused=1',
    }),
  });
}

/** Signs in there with a login, agrees, and goes where that leads. */
async function signInAs(browser: CookieBrowser, login: string): Promise<string> {
  const answer = await begin(browser);
  const { url } = (await answer.json()) as { url: string };
  const asked = await browser.open(url);
  const consent = await browser.submit(
    { address: asked.address, html: await asked.response.text() },
    { prompt: 'login', login, password: 'any' },
  );
  const { address } = await browser.submit(
    { address: consent.address, html: await consent.response.text() },
    { prompt: 'consent' },
  );
  return address;
}

async function viewerOf(browser: CookieBrowser): Promise<{ email: string } | null> {
  const { data } = await api.send<{ signIn: { viewer: { email: string } | null } }>(
    '{ signIn { required openIdName viewer { email } } }',
    {},
    { cookie: browser.cookiesOf(api.address) },
  );
  return data?.signIn.viewer ?? null;
}

test('while the provider does not answer, it says so and passwords still do', async () => {
  const answer = await begin(new CookieBrowser());
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(await answer.text()).not.toMatch(/127\.0\.0\.1|node_modules|\.ts:/);
});

describe('sign-in at the provider', () => {
  beforeAll(() => provider.serve(api.address));

  test('lets somebody in whose verified address has an account, and leads where they wanted to go', async () => {
    const { data } = await api.send<{ signIn: { openIdName: string } }>('{ signIn { openIdName } }');
    expect(data?.signIn.openIdName).toBe('The institute');
    const browser = new CookieBrowser();
    expect(await signInAs(browser, 'ada')).toBe(`${api.address}/projects`);
    expect(await viewerOf(browser)).toEqual({ email: 'ada@example.org' });
    // A second time, from another browser: the identity is known now.
    const other = new CookieBrowser();
    await signInAs(other, 'ada');
    expect(await viewerOf(other)).toEqual({ email: 'ada@example.org' });
    expect(await api.prisma.account.count({ where: { providerId: 'openid' } })).toBe(1);
    expect(browser.cookiesOf(api.address)).toMatch(/fiducial\.session_token=/);
  });

  test.each([
    ['an address that the provider has not verified', 'pretender'],
    ['nobody with an account here', 'stranger'],
    ['a closed account', 'closed'],
  ])('refuses %s', async (_who, login) => {
    const browser = new CookieBrowser();
    const users = await api.prisma.user.count();
    expect(await signInAs(browser, login)).toContain('/sign-in?refused=1');
    expect(await viewerOf(browser)).toBeNull();
    expect(await api.prisma.user.count()).toBe(users);
  });

  test('takes no answer that another browser asked for', async () => {
    const victim = new CookieBrowser();
    const answer = await begin(new CookieBrowser());
    const { url } = (await answer.json()) as { url: string };
    const state = new URL(url).searchParams.get('state');
    const { address } = await victim.open(
      `${api.address}/api/auth/callback/openid?code=anything&state=${state}`,
    );
    expect(address).toMatch(/error|refused/);
    expect(await viewerOf(victim)).toBeNull();
  });

  test('keeps none of the provider’s tokens', async () => {
    const accounts = await api.prisma.account.findMany({ where: { providerId: 'openid' } });
    expect(accounts.length).toBeGreaterThan(0);
    for (const { accessToken, refreshToken, idToken } of accounts)
      expect([accessToken, refreshToken, idToken]).toEqual([null, null, null]);
  });

  test('is begun by many behind one address, and then no more for a while', async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 70; tries++) statuses.push((await begin(new CookieBrowser())).status);
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(statuses.at(-1)).toBe(429);
  });
});
