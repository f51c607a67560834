/** The server's code for an id that its release does not have. */
const notFound = 'PERSISTED_DOCUMENT_NOT_FOUND';

async function idOf(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  // Missing where a page came neither over TLS nor from this machine, whatever its type says.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  const digest = subtle
    ? new Uint8Array(await subtle.digest('SHA-256', bytes))
    : (await import('./sha256')).sha256Of(bytes);
  return `sha256:${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/**
 * Sends the sha256 of a GraphQL document in its place: the server has the list of what the pages of its release send. Of
 * a document that it does not know, as after an update, the text is sent once more, and from then on.
 */
export function fetchById(send: typeof fetch): typeof fetch {
  const ids = new Map<string, string>();
  const unknown = new Set<string>();
  return async (address, init) => {
    const { query, ...rest } = asked(init?.body);
    if (typeof query !== 'string' || unknown.has(query)) return send(address, init);
    const documentId = ids.get(query) ?? (await idOf(query));
    ids.set(query, documentId);
    const answer = await send(address, { ...init, body: JSON.stringify({ ...rest, documentId }) });
    if (answer.status !== 400 || !(await answer.clone().text()).includes(notFound)) return answer;
    unknown.add(query);
    return send(address, init);
  };
}

/** What a request asks; an empty object where its body is none of ours. */
function asked(body: BodyInit | null | undefined): { readonly query?: unknown } {
  return typeof body === 'string' ? (JSON.parse(body) as { query?: unknown }) : {};
}
