import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as plain } from '@playwright/test';
import { password, signIn } from '../testkit/people';
import { type Product, startProduct } from '../testkit/product';
import { finished, launch } from '../testkit/thing-requests';
import { makeStudy, type StudiedPage } from './study';

export { expect } from '@playwright/test';

/** The product with a study of three detectors and with sign-in: a page of a test is signed in as the owner. */
export interface SignedInStudy extends Product {
  readonly pages: readonly StudiedPage[];
  /** Three, on the same inputs. */
  readonly evaluationIds: readonly string[];
  readonly projectId: string;
  readonly ownerEmail: string;
  /** The owner's cookies, as a browser keeps them. */
  readonly cookies: { name: string; value: string; url: string }[];
  pathOf(name: string): string;
}

/**
 * One server and one study for all flows that use it: a worker of Playwright keeps them from file to file. Each flow
 * leaves the study as it found it. With FIDUCIAL_STUDY=FOLDER the study is kept there, and taken from there the next time.
 */
export const test = plain.extend<object, { study: SignedInStudy }>({
  study: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const { product, kept } = await startStudy();
      await use(await signedIn(product, kept));
      await product.close();
    },
    { scope: 'worker', timeout: 900_000 },
  ],
  storageState: async ({ study }, use) => {
    const { hostname } = new URL(study.address);
    const cookie = { domain: hostname, path: '/', expires: -1, httpOnly: true, secure: false };
    await use({
      cookies: study.cookies.map(({ name, value }) => ({ ...cookie, name, value, sameSite: 'Lax' as const })),
      origins: [],
    });
  },
});

interface Kept {
  readonly pages: readonly StudiedPage[];
  readonly evaluationIds: readonly string[];
}

const keptFolder = process.env.FIDUCIAL_STUDY;

async function startStudy(): Promise<{ product: Product; kept: Kept }> {
  if (keptFolder && existsSync(keptFolder)) {
    const folder = await mkdtemp(join(tmpdir(), 'fiducial-product-'));
    copyFolder(keptFolder, folder);
    const kept = JSON.parse(await readFile(join(folder, 'study.json'), 'utf8')) as Kept; // written below
    return { product: await startProduct({ folder }), kept };
  }
  const product = await startProduct();
  const kept = await makeKept(product);
  if (!keptFolder) return { product, kept };
  await product.interrupt();
  await writeFile(join(product.folder, 'study.json'), JSON.stringify(kept));
  await mkdir(keptFolder);
  copyFolder(product.folder, keptFolder);
  return { product: await startProduct({ folder: product.folder }), kept };
}

/** With its owners: PostgreSQL insists on its own. */
function copyFolder(from: string, to: string): void {
  execFileSync('cp', ['-a', `${from}/.`, to]);
}

/** The study of every page, and a third detector that needs no training. */
async function makeKept(product: Product): Promise<Kept> {
  const pages = await makeStudy(product);
  const idOf = (name: string) =>
    decodeURIComponent(
      pages
        .find((page) => page.name === name)
        ?.path.split('/')
        .at(-1) ?? '',
    );
  const compared = new URL(pages.find(({ name }) => name === 'compare')?.path ?? '', product.address);
  const evaluationIds = compared.searchParams.get('evaluations')?.split(',') ?? [];
  const { node } = await product.ask<{ node: { attackSets: { id: string }[] } }>(
    'query ($id: ID!) { node(id: $id) { ... on Evaluation { attackSets { id } } } }',
    { id: evaluationIds[0] },
  );
  const detector = await launch(product, 'fitDetector', {
    referenceSetId: idOf('reference-set'),
    sampleId: idOf('sample'),
    detector: { maxSoftmax: {} },
  });
  const evaluation = await launch(product, 'evaluateDetector', {
    detectorId: detector.id,
    attackSetIds: node.attackSets.map(({ id }) => id),
  });
  await finished(product, evaluation, 400_000);
  return { pages, evaluationIds: [...evaluationIds, evaluation.id] };
}

/** Makes the first account, from then on everybody signs in, and asks as it. */
async function signedIn(product: Product, { pages, evaluationIds }: Kept): Promise<SignedInStudy> {
  const ownerEmail = 'owner@example.org';
  const { made } = await product.ask<{ made: { message?: string } }>(
    'mutation ($input: SetUpSignInInput!) { made: setUpSignIn(input: $input) { ... on UserError { message } } }',
    { input: { name: 'Olga Owner', email: ownerEmail, password } },
  );
  if (made.message) throw new Error(made.message);
  const cookie = await signIn(product, ownerEmail);
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  const pathOf = (wanted: string) => {
    const found = pages.find((page) => page.name === wanted);
    if (!found) throw new Error(`${wanted}: the study has no such page`);
    return found.path;
  };
  return {
    ...product,
    ask: (query, variables) => askAs(product, cookie, { query, variables }),
    pages,
    evaluationIds,
    projectId: decodeURIComponent(pathOf('project').split('/').at(-1) ?? ''),
    ownerEmail,
    cookies: [{ name, value, url: product.address }],
    pathOf,
  };
}

/** Asks the API as somebody who is signed in. @throws {Error} when the answer has errors */
async function askAs<T>(
  { address }: Pick<Product, 'address'>,
  cookie: string,
  asked: { query: string; variables?: Record<string, unknown> | undefined },
): Promise<T> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close', origin: address, cookie },
    body: JSON.stringify(asked),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
  if (errors || !data) throw new Error(`The API answered: ${JSON.stringify(errors)}`);
  return data;
}
