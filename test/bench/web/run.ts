import { chromium } from '@playwright/test';
import { chromium as installed } from '../../e2e/chromium-path';
import { markdownTable } from '../../markdown/markdown-table';
import { busyShare } from '../busy-share';
import {
  type Budgeted,
  type Measured,
  measureCompare,
  measureInput,
  measureLists,
  measureMemory,
  measureRuns,
} from './budgets';
import { startSeeded } from './start-seeded';

/** Share of the machine above which times are not to be believed. */
const busy = 0.1;

const all = {
  lists: measureLists,
  input: measureInput,
  compare: measureCompare,
  runs: measureRuns,
  memory: measureMemory,
};

// npm run bench:web -w test [-- MINUTES] [-- NAME...]: the budgets of the pages in Chromium, against the product as it is
// started: 100,000 runs, 50 evaluations of 10,000 inputs, and live updates for MINUTES (5). The evaluations are made from one
// of a real job. With names only these are measured: lists, input, compare, runs, memory.
// With FIDUCIAL_BENCH=FOLDER the seeded product is kept there, and taken from there the next time.
const words = process.argv.slice(2);
const minutes = Number(words.find((word) => /^[\d.]+$/.test(word)) ?? 5);
const names = words.filter((word) => !/^[\d.]+$/.test(word));
const unknown = names.find((name) => !(name in all));
if (unknown) throw new Error(`expected one of ${Object.keys(all).join(', ')}, got ${unknown}`);
const browser = await chromium.launch({
  ...(installed && { executablePath: installed }),
  args: ['--no-sandbox'],
});
try {
  const { product, pages } = await startSeeded();
  try {
    await measureAll({ product, minutes, ...pages });
  } finally {
    await product.close();
  }
} finally {
  await browser.close();
}

async function measureAll(measured: Measured): Promise<void> {
  const found: Budgeted[] = [];
  const others = await busyShare();
  const measures = Object.entries(all).filter(([name]) => names.length === 0 || names.includes(name));
  for (const [, measure] of measures)
    for (const one of await measure(browser, measured)) {
      found.push(one);
      console.log(`${one.what}: ${one.found} (${one.wanted} wanted)`);
    }
  const rows = found
    .sort((a, b) => Number(a.reached) - Number(b.reached))
    .map(({ what, found, wanted, reached }) => [what, found, wanted, verdict(reached, others)]);
  console.log(`\n${markdownTable(['what', 'found', 'wanted', ''], rows)}`);
  console.log(`\nMedians. Others used ${Math.round(100 * others)} % of the machine at the beginning.`);
}

/** A miss while others use the machine says little of the pages. */
function verdict(reached: boolean, others: number): string {
  if (reached) return 'reached';
  return others > busy ? 'missed on a busy machine' : 'MISSED';
}
