import './set-up/check-node.mjs';
import { performance } from 'node:perf_hooks';
import { setUp } from './set-up/set-up.mjs';
import { SetUpError } from './set-up/set-up-error.mjs';
import { say, secondsSince } from './set-up/step.mjs';
import { checks } from './test/checks.mjs';
import { summarize } from './test/tally.mjs';

const start = performance.now();
/** @type {import('./test/tally.mjs').Tally[]} */
const tallies = [];
try {
  const context = await setUp({ browser: true });
  for (const { title, run } of checks) {
    const began = performance.now();
    say(`\n== ${title}`);
    const tally = await run(context);
    tallies.push(tally);
    say(`== ${title}: ${tally.passed} passed, ${tally.failed.length} failed (${secondsSince(began)})`);
  }
} catch (error) {
  const words =
    error instanceof SetUpError ? error.message : String(error instanceof Error ? error.stack : error);
  say(`\n${words}`);
  tallies.push({ passed: 0, failed: ['Set-up; see above'] });
}
const lines = summarize(tallies);
say(`\nTook ${secondsSince(start)}.`);
for (const line of lines.slice(0, -1)) say(line);
process.stdout.write(`${lines.at(-1)}\n`);
process.exitCode = tallies.some(({ failed }) => failed.length) ? 1 : 0;
