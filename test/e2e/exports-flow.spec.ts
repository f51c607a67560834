import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './signed-in-study';

/** What a comparison saves opens in what it is for: its table in programs and in LaTeX, its charts as pictures. */
interface SavedTable {
  readonly rows: readonly {
    readonly label: string;
    readonly kind: string;
    readonly results: readonly {
      readonly evaluationId: string;
      readonly name: string;
      readonly metrics: { readonly auc: number | null } | null;
    }[];
  }[];
}

/** Reads the file that a choice saves. */
async function saved(page: Page, choose: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), choose()]);
  return readFile(await download.path());
}

const tableAs = (page: Page, format: RegExp) =>
  saved(page, async () => {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: format }).click();
  });

const chartAs = (page: Page, format: string) =>
  saved(page, async () => {
    await page.getByRole('figure').first().getByRole('button', { name: 'More about this chart' }).click();
    await page.getByRole('menuitem', { name: format }).click();
  });

/** Fields of a text as RFC 4180 has them. */
function csvLines(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, field = '', end] of text.matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\n)/g)) {
    lines.at(-1)?.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end === '\n') lines.push([]);
  }
  return lines.slice(0, -1);
}

/** Width and height of a picture as the browser reads it, in an empty page: the product's own forbids such addresses. */
async function sizeOf(page: Page, type: string, file: Buffer): Promise<{ width: number; height: number }> {
  const empty = await page.context().newPage();
  const size = await empty.evaluate<{ width: number; height: number }>(`new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight });
    image.onerror = () => reject(new Error('the browser cannot read it'));
    image.src = 'data:${type};base64,${file.toString('base64')}';
  })`);
  await empty.close();
  return size;
}

test('a comparison leaves the page as tables and pictures that open elsewhere', async ({ page, study }) => {
  await page.goto(
    `${study.address}/compare?evaluations=${study.evaluationIds.map(encodeURIComponent).join()}`,
  );
  await page.locator('figure canvas').first().waitFor();
  const json = JSON.parse((await tableAs(page, /JSON/)).toString()) as SavedTable; // checked by what follows

  await test.step('the JSON holds the numbers of the API', async () => {
    const { nodes } = await study.ask<{ nodes: { id: string; macroAuc: number }[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Evaluation { id macroAuc } } }',
      { ids: study.evaluationIds },
    );
    const macro = json.rows.find(({ kind }) => kind === 'MACRO');
    expect(macro?.results.map(({ evaluationId, metrics }) => [evaluationId, metrics?.auc])).toEqual(
      nodes.map(({ id, macroAuc }) => [id, macroAuc]),
    );
  });

  await test.step('the CSV has a line for each of them, commas in names and all', async () => {
    const [head = [], ...lines] = csvLines((await tableAs(page, /CSV/)).toString());
    const column = (name: string) => head.indexOf(name);
    expect(lines.map((line) => line.length)).toEqual(lines.map(() => head.length));
    expect(
      lines.map((line) => [line[column('inputs')], line[column('detector')], line[column('auc')]]),
    ).toEqual(
      json.rows.flatMap(({ label, results }) =>
        results.map(({ name, metrics }) => [label, name, String(metrics?.auc ?? '')]),
      ),
    );
    expect(lines.some(([label]) => label?.includes(','))).toBe(true);
  });

  await test.step('the LaTeX is one booktabs table, each line with all columns', async () => {
    const latex = (await tableAs(page, /LaTeX/)).toString();
    for (const rule of ['toprule', 'bottomrule']) expect(latex.split(`\\${rule}`)).toHaveLength(2);
    const lines = latex.split('\n').filter((line) => line.trimEnd().endsWith('\\\\'));
    const cells = lines.map((line) => line.split(/(?<!\\)&/).length);
    expect(new Set(cells).size).toBe(1);
    expect(lines.length).toBeGreaterThan(study.evaluationIds.length);
    const braces = latex.replaceAll(/\\[{}]/g, '');
    expect(braces.split('{').length).toBe(braces.split('}').length);
  });

  await test.step('the charts are pictures of the shape that they have on the page', async () => {
    const box = await page.locator('figure canvas').first().boundingBox();
    const shape = (box?.width ?? 0) / (box?.height ?? 1);
    for (const [format, type] of [
      ['Save as SVG', 'image/svg+xml'],
      ['Save as PNG', 'image/png'],
    ] as const) {
      const { width, height } = await sizeOf(page, type, await chartAs(page, format));
      expect(width, format).toBeGreaterThanOrEqual(Math.floor(box?.width ?? 0));
      // A note on attackers who know may stand under it.
      expect(width / height, format).toBeGreaterThan(0.8 * shape);
      expect(width / height, format).toBeLessThanOrEqual(1.02 * shape);
    }
  });
});
