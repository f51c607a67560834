import { parseArgs } from 'node:util';
import { env } from '../env';
import { verify as verifyAll } from '../verify/verify';
import type { Command } from './command';
import { openCommandStore } from './open-store';

/** Findings of one check that are printed; the rest is counted. */
const shown = 20;

/** Proves that nothing is lost, doubled or orphaned. Exit code 1 when something is. */
export const verify: Command = {
  name: 'verify',
  needs: 'installation',
  usage: 'verify [--quick]',
  summary: 'Checks every run, event and file; --quick compares sizes in place of hashes.',
  run: async (args, { prisma, url, say }) => {
    const { values } = parseArgs({ args, options: { quick: { type: 'boolean', default: false } } });
    const store = await openCommandStore();
    const verified = { prisma, url, store, hash: !values.quick, leaseMs: env.leaseMs };
    const done = await verifyAll(verified);
    for (const { check, findings } of done) {
      say(`${findings.length ? 'BROKEN' : 'ok    '}  ${check.name}: ${check.promise}`);
      for (const { subject, problem } of findings.slice(0, shown)) say(`        ${subject}: ${problem}`);
      if (findings.length > shown) say(`        and ${findings.length - shown} more`);
    }
    const broken = done.filter(({ findings }) => findings.length).length;
    say(
      broken
        ? `\n${broken} of ${done.length} promises are broken.`
        : '\nNothing is lost, doubled or orphaned.',
    );
    return broken ? 1 : 0;
  },
};
