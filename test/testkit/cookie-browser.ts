/** Follows addresses as a browser does: cookies per host, redirects one by one, forms as they stand in pages. */
export class CookieBrowser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Cookies that a host would get, as one header. */
  cookiesOf(address: string): string {
    const jar = this.#cookies.get(new URL(address).host) ?? new Map<string, string>();
    return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** One request, without following where it leads. */
  async request(address: string, init: RequestInit = {}): Promise<Response> {
    const cookie = this.cookiesOf(address);
    const response = await fetch(address, {
      ...init,
      redirect: 'manual',
      headers: { connection: 'close', ...init.headers, ...(cookie && { cookie }) },
    });
    for (const line of response.headers.getSetCookie()) this.#keep(new URL(address).host, line);
    return response;
  }

  /** Goes where an address leads; the last answer, which leads nowhere, and its address. */
  async open(address: string, init: RequestInit = {}): Promise<{ address: string; response: Response }> {
    let response = await this.request(address, init);
    let at = address;
    for (let hops = 0; response.status >= 300 && response.status < 400; hops++) {
      if (hops > 20) throw new Error(`Led in circles from ${address}.`);
      at = new URL(response.headers.get('location') ?? '', at).href;
      response = await this.request(at);
    }
    return { address: at, response };
  }

  /** Fills the only form of a page and sends it. */
  async submit(
    page: { readonly address: string; readonly html: string },
    fields: Readonly<Record<string, string>>,
  ): Promise<{ address: string; response: Response }> {
    const action = /<form[^>]* action="([^"]+)"/.exec(page.html)?.[1];
    if (!action) throw new Error(`No form in ${page.html.slice(0, 500)}`);
    return this.open(new URL(action, page.address).href, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  }

  #keep(host: string, line: string): void {
    const [pair = ''] = line.split(';');
    const [name = '', ...value] = pair.split('=');
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    if (/;\s*max-age=0/i.test(line) || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
    else jar.set(name, value.join('='));
    this.#cookies.set(host, jar);
  }
}
