import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { resultsPage } from './page';
import { type RecordedStudy, study } from './study';

// npm run results -w test -- NAME [OPTIONS OF npm start]: runs a study and writes docs/results.md from all that were recorded.
// Without options NAME is a variant of the standard test bed. `--report FILE` takes what `npm start -- --demo-only --json` printed
// instead of running it again; without NAME the page is written from what is there.
const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'docs', 'results');
const [name, ...given] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
if (name) {
  if (!/^[a-z0-9-]+$/.test(name))
    throw new Error(`NAME: expected small letters, digits and hyphens, got ${name}`);
  const report = given.indexOf('--report');
  const from = report < 0 ? undefined : given.splice(report, 2)[1];
  const options = ['--demo-only', '--json', ...(given.length ? given : ['--variant', name])];
  const printed = from ? readFileSync(from, 'utf8') : await runProduct(options);
  const recorded: RecordedStudy = {
    name,
    command: `npm start -- ${options.map(withoutFolder).join(' ')}`,
    date: new Date().toISOString().slice(0, 10),
    study: study.parse(JSON.parse(printed)),
  };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(recorded, null, 1)}\n`);
}
const studies = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort((a, b) => Number(b === 'complete.json') - Number(a === 'complete.json') || a.localeCompare(b))
  .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as RecordedStudy); // written above
const { text, figures } = resultsPage(studies, readFileSync(join(import.meta.dirname, 'notes.md'), 'utf8'));
for (const { file, svg } of figures) writeFileSync(join(folder, file), svg);
writeFileSync(join(root, 'docs', 'results.md'), text);
console.log(`docs/results.md: ${studies.map((one) => one.name).join(', ')}`);

/** What the product prints as JSON; what else it says goes to the terminal. */
function runProduct(options: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(printed) : reject(new Error(`npm start: expected to end with 0, got ${code}`)),
    );
  });
}

function withoutFolder(option: string): string {
  return option.includes('/') && !/^\d+(\/\d+)+$/.test(option) ? `…/${basename(option)}` : option;
}
