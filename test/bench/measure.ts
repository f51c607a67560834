import { loadBackend } from '@fiducial/backend';

/** A piece of work to be timed; `unit`s of it are done in one run. */
export interface Contender {
  readonly name: string;
  readonly units: number;
  readonly run: () => Promise<unknown>;
}

/** Loads the backend and says which; `FIDUCIAL_BACKEND` forces one. */
export async function announceBackend(title: string): Promise<void> {
  const { name, reason } = await loadBackend();
  console.log(`${title}\nbackend: ${name} (${reason}), node ${process.version}`);
}

/**
 * Runs each contender once to warm up, then all of them in turn, so that a slow moment of the machine falls on every one
 * of them, and prints the least and the median time.
 */
export async function measure(
  contenders: readonly Contender[],
  { runs = 10, unit }: { runs?: number; unit: string },
): Promise<void> {
  for (const { run } of contenders) await run();
  const times = contenders.map(() => [] as number[]);
  for (let round = 0; round < runs; round++)
    for (const [index, { run }] of contenders.entries()) {
      const started = performance.now();
      await run();
      times[index]?.push(performance.now() - started);
    }
  for (const [index, { name, units }] of contenders.entries()) {
    const sorted = (times[index] ?? []).sort((a, b) => a - b);
    const [least = Number.NaN, median = Number.NaN] = [sorted[0], sorted[Math.floor(sorted.length / 2)]];
    console.log(
      `${name.padEnd(28)} min ${least.toFixed(1)} ms, median ${median.toFixed(1)} ms over ${runs} runs; ` +
        `${((1000 * units) / median).toFixed(0)} ${unit}/s`,
    );
  }
}
