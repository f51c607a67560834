import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPrisma } from '@fiducial/prisma/client';
import { chromium } from '@playwright/test';
import { chromium as installed } from '../../e2e/chromium-path';
import { markdownTable } from '../../markdown/markdown-table';
import { type Product, startProduct } from '../../testkit/product';
import { createProject, launch, launchMainJob } from '../../testkit/thing-requests';
import { busyShare } from '../busy-share';
import { seedRuns } from '../tracking/seed-runs';
import {
  type Budgeted,
  measureCompare,
  measureInput,
  measureLists,
  measureMemory,
  measureRuns,
} from './budgets';
import { seedEvaluations } from './seed-evaluations';

// npm run bench:web -w test [-- MINUTES]: the budgets of the pages in Chromium, against the product as it is started: 100,000
// runs, 50 evaluations of 10,000 inputs, and live updates for MINUTES (5). The evaluations are made from one of a real job.
const minutes = Number(process.argv[2] ?? 5);
const product = await startProduct();
const browser = await chromium.launch({
  ...(installed && { executablePath: installed }),
  args: ['--no-sandbox'],
});
try {
  const place = await seed(product);
  const found: Budgeted[] = [];
  const others = await busyShare();
  const measures = [measureLists, measureInput, measureCompare, measureRuns, measureMemory];
  for (const measure of measures)
    for (const one of await measure(browser, { product, minutes, ...place })) {
      found.push(one);
      console.log(`${one.what}: ${one.found} (${one.wanted} wanted)`);
    }
  const rows = found
    .sort((a, b) => Number(a.reached) - Number(b.reached))
    .map(({ what, found, wanted, reached }) => [what, found, wanted, reached ? 'reached' : 'MISSED']);
  console.log(`\n${markdownTable(['what', 'found', 'wanted', ''], rows)}`);
  console.log(`\nMedians. Others used ${Math.round(100 * others)} % of the machine at the beginning.`);
} finally {
  await browser.close();
  await product.close();
}

async function seed(of: Product) {
  const kept = await readFile(join(of.folder, 'postgres.json'), 'utf8');
  const { port, password } = JSON.parse(kept) as { port: number; password: string }; // what the product keeps
  const url = `postgresql://fiducial:${password}@127.0.0.1:${port}/postgres`;
  const projectId = await createProject(of, 'Budgets');
  const dataset = await launch(of, 'importDataset', { projectId, source: { builtInDigits: {} } });
  const { evaluations } = await launchMainJob(of, dataset.id);
  const [first] = evaluations;
  if (!first) throw new Error('The main job makes evaluations.');
  const prisma = createPrisma(url);
  const [, uuid = ''] = Buffer.from(first.id, 'base64').toString().split(':');
  const many = { evaluations: 50, inputs: 10_000 };
  const artifacts = join(of.folder, 'artifacts');
  const ids = await seedEvaluations({ prisma, artifacts }, uuid, many);
  const runs = await seedRuns(url, 100_000);
  await prisma.$disconnect();
  const globalId = (type: string, id: string) =>
    encodeURIComponent(Buffer.from(`${type}:${id}`).toString('base64'));
  return {
    runs: `/projects/${globalId('Project', runs.projectId)}/runs`,
    runsProjectId: Buffer.from(`Project:${runs.projectId}`).toString('base64'),
    reports: `/projects/${encodeURIComponent(projectId)}/reports`,
    compare: `/compare?evaluations=${ids.map((id) => globalId('Evaluation', id)).join(',')}`,
    input: `/inputs/${encodeURIComponent(first.id)}/150`,
  };
}
