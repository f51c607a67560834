/** Signs in with a password; undefined once done, else why not, in words. */
export async function signIn(email: string, password: string): Promise<string | undefined> {
  const { ok, status } = await post('/sign-in/email', { email, password });
  if (ok) return undefined;
  if (status === 429) return 'Too many tries. Wait a minute, then try again.';
  return status >= 500 || status === 0
    ? 'The server did not answer. Try again in a moment.'
    : 'This address and password do not go together.';
}

/** Gives the one who is signed in another password and ends the other sessions; undefined once done, else why not. */
export async function changePassword(
  currentPassword: string,
  newPassword: string,
): Promise<string | undefined> {
  const { ok, status, body } = await post('/change-password', {
    currentPassword,
    newPassword,
    revokeOtherSessions: true,
  });
  if (ok) return undefined;
  if (status === 429) return 'Too many tries. Wait a minute, then try again.';
  const { code } = body as { code?: unknown }; // what better-auth answers
  if (code === 'CREDENTIAL_ACCOUNT_NOT_FOUND')
    return 'This account has no password: it signs in at the provider.';
  return status >= 500 || status === 0
    ? 'The server did not answer. Try again in a moment.'
    : 'The present password is another one.';
}

/** Signs out, and shows the page to sign in on. */
export async function signOut(): Promise<void> {
  await post('/sign-out', {});
  // A whole load: nothing of what was shown stays in the page's memory.
  window.location.assign('/sign-in');
}

/** Goes to the OpenID provider, which leads back to `next`; else why not, in words. */
export async function signInElsewhere(next: string): Promise<string> {
  const { ok, status, body } = await post('/sign-in/social', {
    provider: 'openid',
    callbackURL: next,
    errorCallbackURL: '/sign-in?refused=1',
  });
  if (status === 429) return 'Too many tries. Wait a minute, then try again.';
  const address = (body as { url?: unknown }).url; // what better-auth answers
  if (!ok || typeof address !== 'string') return 'The provider cannot be reached. Try again in a moment.';
  window.location.assign(address);
  return '';
}

async function post(path: string, body: object): Promise<{ ok: boolean; status: number; body: unknown }> {
  try {
    const answer = await fetch(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { ok: answer.ok, status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch {
    // No connection: told apart by the status.
    return { ok: false, status: 0, body: {} };
  }
}

/** An address of ours to go on to: one of another site would make this page a trap. */
export function safeNext(next: string | undefined): string {
  return next?.startsWith('/') && !/^\/[/\\]/.test(next) ? next : '/';
}
