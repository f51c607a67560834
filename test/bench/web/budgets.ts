import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import type { Product } from '../../testkit/product';
import type { MeasuredPages } from './start-seeded';
import { framesDuring, heapBytes, moveTo, newPage, visit } from './watched-page';

/** A figure with what it may be at most. */
export interface Budgeted {
  readonly what: string;
  readonly found: string;
  readonly wanted: string;
  readonly reached: boolean;
}

/** The product with what is measured on it. */
export interface Measured extends MeasuredPages {
  readonly product: Product;
  readonly minutes: number;
}

const visits = 5;

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function atMost(what: string, [found, wanted]: readonly [number, number], unit: string): Budgeted {
  const words = (value: number) =>
    `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${unit}`;
  return { what, found: words(found), wanted: words(wanted), reached: found <= wanted };
}

async function timedVisits(browser: Browser, address: string, shown: string) {
  // The first one finds code that is not compiled yet.
  await visit(browser, address, shown);
  const all = [];
  for (let time = 0; time < visits; time++) all.push(await visit(browser, address, shown));
  return {
    shownMs: median(all.map(({ shownMs }) => shownMs)),
    dataKb: median(all.map(({ dataBytes }) => dataBytes / 1000)),
    scriptKb: median(all.map(({ scriptBytes }) => scriptBytes / 1000)),
  };
}

/** JavaScript of pages of lists. */
export async function measureLists(
  browser: Browser,
  { product, runs, reports }: Measured,
): Promise<Budgeted[]> {
  const found: Budgeted[] = [];
  for (const [name, path] of [
    ['home', '/'],
    ['projects', '/projects'],
    ['runs', runs],
    ['reports', reports],
  ] as const) {
    const { scriptBytes } = await visit(browser, `${product.address}${path}`, 'document.querySelector("h1")');
    found.push(atMost(`JavaScript on first load, ${name}`, [scriptBytes / 1000, 250], 'kB'));
  }
  return found;
}

/** The page of an input. */
export async function measureInput(browser: Browser, { product, input }: Measured): Promise<Budgeted[]> {
  const shown = 'document.querySelector("main img")?.naturalWidth > 0';
  const { shownMs } = await timedVisits(browser, `${product.address}${input}`, shown);
  return [atMost('Input page', [shownMs, 800], 'ms')];
}

/** The first rows of 100,000 runs. */
export async function measureRuns(browser: Browser, { product, runs }: Measured): Promise<Budgeted[]> {
  const shown = 'document.querySelector("[role=grid] tbody tr")';
  const { shownMs, dataKb } = await timedVisits(browser, `${product.address}${runs}`, shown);
  return [
    atMost('first rows of 100,000 runs', [shownMs, 1000], 'ms'),
    atMost('first rows of 100,000 runs, data', [dataKb, 60], 'kB'),
  ];
}

/** 50 evaluations of 10,000 inputs: until the table and the first chart are drawn, then hovered and dragged. */
export async function measureCompare(browser: Browser, { product, compare }: Measured): Promise<Budgeted[]> {
  const shown =
    'document.querySelector("figure canvas") && document.querySelectorAll("table tbody tr").length >= 50';
  const address = `${product.address}${compare}`;
  const { shownMs, dataKb } = await timedVisits(browser, address, shown);
  const page = await newPage(browser);
  await page.goto(address);
  await page.locator('figure canvas').first().waitFor();
  await page.waitForLoadState('networkidle');
  const hovers = await hover(page);
  const frames = await drag(page);
  await page.context().close();
  return [
    atMost('Compare, 50 evaluations of 10,000 inputs', [shownMs, 1500], 'ms'),
    atMost('Compare, data', [dataKb, 1000], 'kB'),
    atMost('Compare, hover over the curves', [median(hovers), 50], 'ms'),
    atMost('Compare, frame while the threshold is dragged', [median(frames), 1000 / 30], 'ms'),
    atMost(
      'Compare, slowest of 20 such frames',
      [frames[Math.floor(0.95 * frames.length)] ?? 0, 1000 / 30],
      'ms',
    ),
  ];
}

async function hover(page: Page): Promise<number[]> {
  const box = await page.locator('figure canvas').first().boundingBox();
  if (!box) throw new Error('The chart is not there.');
  const times: number[] = [];
  for (let step = 1; step <= 20; step++)
    times.push(await moveTo(page, box.x + (box.width * step) / 22, box.y + box.height / 2));
  return times;
}

async function drag(page: Page): Promise<number[]> {
  const slider = page.getByRole('slider').first();
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error('The slider is not there.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  const frames = await framesDuring(page, async () => {
    for (let step = 0; step < 80; step++) {
      await page.mouse.move(box.x + (step % 40) * 3, box.y + box.height / 2);
      await sleep(16);
    }
  });
  await page.mouse.up();
  return frames;
}

/** What the list of runs holds while runs begin and end, once it has settled and after some minutes. */
export async function measureMemory(
  browser: Browser,
  { product, minutes, runs, runsProjectId }: Measured,
): Promise<Budgeted[]> {
  const page = await newPage(browser);
  await page.goto(`${product.address}${runs}`);
  await page.waitForLoadState('networkidle');
  const follow = async (until: number) => {
    while (performance.now() < until) await liveRun(product, runsProjectId);
  };
  await follow(performance.now() + 15_000 * minutes);
  const before = await heapBytes(page);
  await follow(performance.now() + 45_000 * minutes);
  const after = await heapBytes(page);
  await page.context().close();
  const growth = (after - before) / 1e6;
  return [
    atMost(
      `memory, growth over ${0.75 * minutes} min of live updates (${(before / 1e6).toFixed(1)} MB before)`,
      [growth, 2],
      'MB',
    ),
  ];
}

/** A run that begins and ends. */
async function liveRun({ ask }: Product, projectId: string): Promise<void> {
  const { made } = await ask<{ made: { id: string } }>(
    'mutation ($input: CreateRunInput!) { made: createRun(input: $input) { ... on Run { id } } }',
    { input: { projectId, name: 'live' } },
  );
  await sleep(100);
  await ask('mutation ($input: FinishRunInput!) { finishRun(input: $input) { __typename } }', {
    input: { runId: made.id, status: 'SUCCEEDED' },
  });
  await sleep(100);
}
