import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { variableNames } from '../server/env';
import { readOptions } from '../server/supervisor/options.mjs';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** Read elsewhere than in the server's own environment: by set-up, and by the backend's look into its cache. */
const others = ['FIDUCIAL_CACHE', 'FIDUCIAL_CHROMIUM'];
/** Of tests, and of processes that the supervisor starts: nobody else sets them. */
const inner = [
  'FIDUCIAL_TASKS',
  'FIDUCIAL_FAILPOINTS',
  'FIDUCIAL_WORKER_ID',
  'FIDUCIAL_INTERNAL_PORT',
  'NODE_ENV',
];
/** Of the Slurm script alone. */
const ofScripts = ['FIDUCIAL_FOLDER', 'FIDUCIAL_SETTINGS'];

const units = readdirSync(join(root, 'deploy/systemd')).map((file) => `deploy/systemd/${file}`);
const deployFiles = [
  'Dockerfile',
  'compose.yaml',
  ...units,
  'deploy/slurm/worker.sbatch',
  'deploy/kubernetes/worker.yaml',
];

test.each([...deployFiles, 'docs/operate.md'])('%s names only variables that the product reads', (file) => {
  const named =
    read(file).match(/\b(FIDUCIAL_[A-Z_]*[A-Z]|DATABASE_URL|WORKER_CONCURRENCY|LOG_LEVEL)\b/g) ?? [];
  const known = new Set([...variableNames, ...others, ...ofScripts]);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('every variable that people set is in the table of docs/operate.md', () => {
  const rows = read('docs/operate.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const listed = new Set(rows.flatMap((row) => row.split('|')[1]?.match(/[A-Z][A-Z0-9_]+[A-Z0-9]/g) ?? []));
  const wanted = [...variableNames, 'FIDUCIAL_CACHE'].filter((name) => !inner.includes(name));
  expect(wanted.filter((name) => !listed.has(name))).toEqual([]);
});

test.each(deployFiles)(
  '%s starts only programs that the build makes, with options that they know',
  (file) => {
    const text = read(file);
    const entries = read('server/build.mjs');
    for (const [, name] of text.matchAll(/server\/dist\/([\w-]+)\.js/g))
      expect(entries).toContain(`'${name}.ts'`);
    for (const [line] of text.matchAll(/supervisor\.js.*/g))
      expect(() => readOptions(line.match(/--[\w-]+/g) ?? [])).not.toThrow();
  },
);

interface Service {
  readonly environment?: Record<string, string>;
  readonly volumes?: string[];
  readonly depends_on?: Record<string, { condition: string }>;
  readonly healthcheck?: object;
  readonly command?: string[];
}

test('compose.yaml: server and workers share a database and a folder, and wait for what they need', () => {
  const { services, volumes } = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<'postgres' | 'server' | 'worker', Service>;
    volumes: Record<string, unknown>;
  };
  const { postgres, server, worker } = services;
  expect(Object.keys(services)).toEqual(['postgres', 'server', 'worker']);
  for (const name of ['DATABASE_URL', 'FIDUCIAL_ARTIFACTS'])
    expect(worker.environment?.[name]).toBe(server.environment?.[name]);
  expect(server.command).toContain('--no-worker');
  const folder = server.volumes?.[0]?.split(':') ?? [];
  expect(worker.volumes).toEqual(server.volumes);
  expect(server.environment?.FIDUCIAL_ARTIFACTS?.startsWith(`${folder[1]}/`)).toBe(true);
  expect(Object.keys(volumes)).toEqual(
    expect.arrayContaining([folder[0], postgres.volumes?.[0]?.split(':')[0]]),
  );
  for (const service of [server, worker])
    for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(condition).toBe('service_healthy');
      expect(services[needed as 'postgres' | 'server'].healthcheck).toBeDefined();
    }
});

test('the Kubernetes manifest: every volume that is mounted is there, and a child fits into the container', () => {
  const documents = parseAllDocuments(read('deploy/kubernetes/worker.yaml')).map((one) => one.toJS());
  const claim = documents.find(({ kind }) => kind === 'PersistentVolumeClaim');
  const { spec } = documents.find(({ kind }) => kind === 'Deployment').spec.template;
  const [container] = spec.containers;
  const [volume] = spec.volumes;
  expect(volume.persistentVolumeClaim.claimName).toBe(claim.metadata.name);
  expect(container.volumeMounts[0].name).toBe(volume.name);
  const value = (name: string) => container.env.find((one: { name: string }) => one.name === name)?.value;
  expect(value('FIDUCIAL_ARTIFACTS')).toBe(container.volumeMounts[0].mountPath);
  const limitMb = Number.parseInt(container.resources.limits.memory, 10) * 1024;
  expect(Number(value('FIDUCIAL_CHILD_MEMORY_MB'))).toBeLessThan(limitMb);
});

test('the Slurm script is one that the shell understands', () => {
  const { status, stderr } = spawnSync('bash', ['-n', join(root, 'deploy/slurm/worker.sbatch')], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('the units have the sections and settings that systemd knows', () => {
  for (const unit of units) {
    const sections = read(unit).match(/^\[\w+\]$/gm);
    expect(sections?.[0]).toBe('[Unit]');
    expect(sections).toContain(unit.endsWith('.timer') ? '[Timer]' : '[Service]');
  }
  const verify = spawnSync(
    'systemd-analyze',
    ['verify', '--man=no', ...units.map((unit) => join(root, unit))],
    {
      encoding: 'utf8',
    },
  );
  // Where there is no systemd, the sections are all that can be looked at.
  if (verify.error) return;
  const wrong = verify.stderr
    .split('\n')
    .filter((line) => line.includes('fiducial') && !/not executable|No such file|Unit postgresql/.test(line));
  expect(wrong).toEqual([]);
});

test('the image has the folders that the build needs', () => {
  const ignored = read('.dockerignore').split('\n');
  for (const folder of ['server', 'web', 'packages', 'prisma', 'scripts', 'package-lock.json', '.npmrc']) {
    expect(existsSync(join(root, folder))).toBe(true);
    expect(ignored).not.toContain(folder);
  }
});
