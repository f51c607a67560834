import type { Contender, Goal, Measured, Outcome } from './benchmark';

/**
 * Runs every contender once to warm up and then all of them in turn, so that a slow moment of the machine falls on each.
 * Those that want fewer rounds sit out the last ones, and are not warmed up for a single one. Without `warmUp` none is: where a
 * run is long, its first moments do not count.
 */
export async function interleave(
  contenders: readonly Contender[],
  rounds: number,
  { warmUp = true }: { warmUp?: boolean } = {},
): Promise<Measured[]> {
  const seconds = contenders.map(() => [] as number[]);
  const facts = contenders.map(() => ({}));
  for (let round = warmUp ? -1 : 0; round < rounds; round++)
    for (const [at, { name, run, rounds: own = rounds }] of contenders.entries()) {
      if (round >= own || (round < 0 && own < 2)) continue;
      const outcome = await run();
      if (round < 0) continue;
      seconds[at]?.push(outcome.seconds);
      facts[at] = outcome.facts ?? {};
      console.log(`  ${name}: ${outcome.seconds.toFixed(3)} s ${JSON.stringify(outcome.facts ?? {})}`);
    }
  return contenders.map(({ name, version, units }, at) => ({
    name,
    version,
    units,
    seconds: seconds[at] ?? [],
    facts: facts[at] ?? {},
  }));
}

/** Seconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<Outcome> {
  const started = performance.now();
  await work();
  return { seconds: (performance.now() - started) / 1000 };
}

/** Units a second in the fastest run. */
export function speed({ units, seconds }: Measured): number {
  return units / Math.min(...seconds);
}

/** Ours, which every comparison has. */
export function oursOf(measured: readonly Measured[]): Measured {
  return named(measured, 'Fiducial');
}

/** The goals that ours be at least so many times as fast as the named others; none for those who did not take part. */
export function speedGoals(measured: readonly Measured[], wanted: Readonly<Record<string, number>>): Goal[] {
  return Object.entries(wanted).flatMap(([name, least]) => {
    if (!measured.some((known) => known.name === name)) return [];
    const ratio = speed(oursOf(measured)) / speed(named(measured, name));
    return [
      {
        what: `speed against ${name}`,
        found: `${ratio.toFixed(2)} x`,
        wanted: `at least ${least} x`,
        reached: ratio >= least,
      },
    ];
  });
}

/** A goal on a number that was found. */
export function limitGoal(what: string, found: number, limit: { most: number } | { least: number }): Goal {
  const least = 'least' in limit;
  const bound = least ? limit.least : limit.most;
  return {
    what,
    found: found.toPrecision(4),
    wanted: `at ${least ? 'least' : 'most'} ${bound.toPrecision(3)}`,
    reached: least ? found >= bound : found <= bound,
  };
}

/** A number among the facts of a contender; not a number where it is absent. */
export function fact(measured: readonly Measured[], name: string, key: string): number {
  return Number(measured.find((known) => known.name === name)?.facts[key] ?? Number.NaN);
}

function named(measured: readonly Measured[], name: string): Measured {
  const found = measured.find((known) => known.name === name);
  if (!found) throw new Error(`benchmark: expected a contender ${name}`);
  return found;
}
