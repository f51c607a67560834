import { env } from '../env';
import type { RunEstimate } from '../estimate/estimate-run';
import { memoryLimit, tooLarge } from '../estimate/memory-limit';
import type { ApiContext } from '../graphql/context';
import { inTransaction } from '../transaction';
import { type OneOfSeveral, planSeveral } from './launch-several';

/** What several launches would need. */
export interface Foreseen {
  readonly runs: number;
  /** Those whose inputs are there. */
  readonly estimated: number;
  /** Of those, one after the other. */
  readonly seconds: number;
  /** Of the largest of them. */
  readonly memoryBytes: number | null;
  readonly memoryLimitBytes: number | null;
  readonly refusal: string | null;
}

/** Plans several launches and adds up what they would need. Throws as `launchSeveral` does. */
export async function foreseeSeveral(
  context: ApiContext,
  launches: readonly OneOfSeveral[],
): Promise<Foreseen> {
  const planned = await planSeveral(context, launches);
  const { each, limit } = await inTransaction(context.prisma, async (tx) => {
    const each: (RunEstimate | null)[] = [];
    for (const { plan, place } of planned) each.push(await place(plan.estimateIn(tx)));
    return { each, limit: await memoryLimit(tx, env.mostRunBytes) };
  });
  const estimates = each.flatMap((estimate) => estimate ?? []);
  const refusals = each.map((estimate) => estimate && tooLarge(estimate, limit));
  const refused = refusals.findIndex(Boolean);
  const words = refusals[refused]?.message;
  return {
    runs: planned.length,
    estimated: estimates.length,
    seconds: estimates.reduce((sum, { seconds }) => sum + seconds, 0),
    memoryBytes: estimates.length > 0 ? Math.max(...estimates.map(({ memoryBytes }) => memoryBytes)) : null,
    memoryLimitBytes: limit?.bytes ?? null,
    refusal: words === undefined ? null : `${launches[refused]?.label ?? `launch ${refused + 1}`}: ${words}`,
  };
}
