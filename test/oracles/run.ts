import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, loadBackend } from '@fiducial/backend';
import { markdownTable } from '../markdown/markdown-table';
import type { Check } from './check';
import { attackChecks } from './checks/attacks';
import { detectorChecks } from './checks/detectors';
import { metricChecks } from './checks/metrics';

// npm run oracles -w test [-- attacks|detectors|metrics]: against independent implementations on the same weights and images.
// Installs them by itself, writes docs/oracles.md (sections that were not asked for stay as they are), and fails when something
// disagrees without a known reason.
const { name, reason } = await loadBackend();
console.log(`backend: ${name} (${reason}), node ${process.version}`);
const folder = join(cacheFolder, 'trained-digits');
mkdirSync(folder, { recursive: true });
const file = join(import.meta.dirname, '..', '..', 'docs', 'oracles.md');
const groups = { attacks: attackChecks, detectors: detectorChecks, metrics: metricChecks };
const wanted = process.argv.slice(2);
const before = existsSync(file) ? readFileSync(file, 'utf8').split(/\n(?=## )/) : [];
const sections: string[] = [];
let failed = 0;
for (const [key, { title, run }] of Object.entries(groups)) {
  const kept = before.find((section) => section.startsWith(`## ${title}\n`));
  if (kept && wanted.length > 0 && !wanted.includes(key)) {
    sections.push(kept.trim());
    continue;
  }
  const checks = await run(folder);
  for (const check of checks) {
    console.log(`${verdict(check)}: ${check.what}, ${check.peer}: ${check.found}`);
    if (!check.agrees && !check.known) failed++;
  }
  const date = new Date().toISOString().slice(0, 10);
  sections.push(`## ${title}\n\n${date}, ${name} (${reason}), Node ${process.version}.\n\n${table(checks)}`);
}
writeFileSync(
  file,
  `# Cross-checks against independent implementations

Written by \`npm run oracles -w test\`; do not edit. The Python libraries are installed by the command (\`test/peers/requirements.txt\`).
Both sides get the same weights (the standard CNN after two epochs on 8,000 of the built-in digits), images and parameters. *As
known* means that the definitions differ, and why.

${sections.join('\n\n')}
`,
);
process.exitCode = failed > 0 ? 1 : 0;

function verdict({ agrees, known }: Check): string {
  if (agrees) return 'agrees';
  return known ? 'differs, as known' : 'DISAGREES';
}

function table(checks: readonly Check[]): string {
  return markdownTable(
    ['what', 'peer', 'found', 'tolerance', ''],
    checks.map((check) => [
      check.what,
      check.peer,
      check.found,
      check.tolerance,
      `${verdict(check)}${check.known ? `: ${check.known}` : ''}`,
    ]),
  );
}
