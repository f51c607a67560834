import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, loadBackend } from '@fiducial/backend';
import type { Check } from './check';
import { attackChecks } from './checks/attacks';
import { detectorChecks } from './checks/detectors';
import { metricChecks } from './checks/metrics';

// npm run oracles -w test: attacks, detectors and metrics against independent implementations on the same weights and images.
// Installs them by itself, writes docs/oracles.md, and fails when something disagrees without a known reason.
const { name, reason } = await loadBackend();
console.log(`backend: ${name} (${reason}), node ${process.version}`);
const folder = join(cacheFolder, 'trained-digits');
mkdirSync(folder, { recursive: true });
const sections: string[] = [];
let failed = 0;
for (const { title, run } of [attackChecks, detectorChecks, metricChecks]) {
  const checks = await run(folder);
  for (const check of checks) {
    console.log(`${verdict(check)}: ${check.what}, ${check.peer}: ${check.found}`);
    if (!check.agrees && !check.known) failed++;
  }
  sections.push(`## ${title}\n\n${table(checks)}`);
}
writeFileSync(
  join(import.meta.dirname, '..', '..', 'docs', 'oracles.md'),
  `# Cross-checks against independent implementations

Written by \`npm run oracles -w test\` on ${new Date().toISOString().slice(0, 10)}; do not edit. Backend: ${name} (${reason}), Node ${process.version}.
The Python libraries are installed by the command (\`test/peers/requirements.txt\`). Both sides get the same weights (the standard CNN
after two epochs on 8,000 of the built-in digits), images and parameters. *Known* means that the definitions differ, and why.

${sections.join('\n\n')}
`,
);
process.exitCode = failed > 0 ? 1 : 0;

function verdict({ agrees, known }: Check): string {
  if (agrees) return 'agrees';
  return known ? 'differs, as known' : 'DISAGREES';
}

function table(checks: readonly Check[]): string {
  const lines = checks.map(
    (check) =>
      `| ${check.what} | ${check.peer} | ${check.found} | ${check.tolerance} | ${verdict(check)}${check.known ? `: ${check.known}` : ''} |`,
  );
  return ['| what | peer | found | tolerance | |', '|---|---|---|---|---|', ...lines].join('\n');
}
