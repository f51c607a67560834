import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPrisma } from '@fiducial/prisma/client';
import { type Product, startProduct } from '../../testkit/product';
import { createProject, launch, launchMainJob } from '../../testkit/thing-requests';
import { seedRuns } from '../tracking/seed-runs';
import { seedEvaluations } from './seed-evaluations';

/** Paths of the pages that are measured, and the project with the many runs. */
export interface MeasuredPages {
  readonly runs: string;
  readonly runsProjectId: string;
  readonly reports: string;
  readonly compare: string;
  readonly input: string;
}

const keptFolder = process.env.FIDUCIAL_BENCH;

/** The product with 100,000 runs and 50 evaluations of 10,000 inputs; taken from the kept folder if there is one. */
export async function startSeeded(): Promise<{ product: Product; pages: MeasuredPages }> {
  if (keptFolder && existsSync(keptFolder)) {
    const folder = await mkdtemp(join(tmpdir(), 'fiducial-product-'));
    copyFolder(keptFolder, folder);
    const pages = JSON.parse(await readFile(join(folder, 'pages.json'), 'utf8')) as MeasuredPages; // written below
    return { product: await startProduct({ folder }), pages };
  }
  const product = await startProduct();
  const pages = await seed(product);
  if (!keptFolder) return { product, pages };
  await product.interrupt();
  await writeFile(join(product.folder, 'pages.json'), JSON.stringify(pages));
  await mkdir(keptFolder);
  copyFolder(product.folder, keptFolder);
  return { product: await startProduct({ folder: product.folder }), pages };
}

/** With its owners: PostgreSQL insists on its own. */
function copyFolder(from: string, to: string): void {
  execFileSync('cp', ['-a', `${from}/.`, to]);
}

async function seed(of: Product): Promise<MeasuredPages> {
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
