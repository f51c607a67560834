import type { PrismaClient } from '@fiducial/prisma/client';
import { z } from 'zod';
import { leastLevel, strongestLevels } from '../adaptive-attack/strongest-level';
import type { ThreatLevel } from '../adaptive-attack/threat';
import { type EvaluationRow, evaluationResults } from '../evaluation/evaluation-results';
import { notDeleted } from '../project/not-deleted';
import { isControl, seededName } from '../test-bed/plan-bed';
import { protocols } from '.';
import type { Protocol } from './define-protocol';

/** What a protocol keeps in the parameters of its test bed. */
const protocolParams = z.object({
  protocol: z.string(),
  seeds: z.array(z.int()),
  departures: z.array(z.string()),
  /** Ids of the bed's detectors and what their runs are called. */
  detectors: z.array(z.object({ id: z.string(), title: z.string() })),
  attacks: z.array(z.object({ attack: z.string(), title: z.string() })),
});

/** Figures of one detector and the published ones beside them, in the order of the columns; shares, null where there is none. */
export interface ComparedRow {
  readonly detector: string;
  readonly ours: readonly (number | null)[];
  readonly publishedLabel: string | null;
  readonly published: readonly (number | null)[];
  /** What the strongest attacker that was set on it knew; of several seeds the least. */
  readonly strongestThreatLevel: ThreatLevel;
}

/** A protocol's figures beside the published ones. */
export interface Compared {
  readonly protocol: Protocol;
  readonly columns: readonly string[];
  readonly rows: readonly ComparedRow[];
  readonly departures: readonly string[];
}

/**
 * What a test bed of a protocol found so far beside what was published: means over seeds, over successful adversarials.
 * Null for a bed that is no protocol's.
 */
export async function besidePublished(
  prisma: PrismaClient,
  bed: { readonly id: string; readonly params: unknown },
): Promise<Compared | null> {
  const params = protocolParams.safeParse(bed.params).data;
  const protocol = protocols.find(({ id }) => id === params?.protocol);
  if (!params || !protocol) return null;
  const evaluations = await prisma.evaluation.findMany({
    where: { ...notDeleted, run: { testBedId: bed.id, status: 'SUCCEEDED' } },
    orderBy: { id: 'asc' },
    include: { run: true, attackSets: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } } },
  });
  const levels = await strongestLevels(prisma, {
    targetId: { in: evaluations.map(({ detectorId }) => detectorId) },
  });
  const measured = evaluations.map(({ name, run, detectorId, attackSets }) => ({
    name,
    level: levels.get(detectorId) ?? 'ZERO',
    figures: figuresOf(
      protocol.measure,
      evaluationResults.parse(run.results).table,
      attackSets.map(({ attackSet }) => attackSet.attack),
    ),
  }));
  const keys = ['all', ...params.attacks.map(({ attack }) => attack)];
  const columns = [
    protocol.measure === 'macroAuc' ? 'Macro-AUC' : 'All, weighted',
    ...params.attacks.map(({ title, attack }) => (isControl(attack) ? `${title} (control)` : title)),
  ];
  const rows = params.detectors.map(({ id, title }): ComparedRow => {
    const own = measured.filter(({ name }) => params.seeds.some((seed) => name === seededName(title, seed)));
    const row = protocol.published.find(({ detector }) => detector === id);
    return {
      detector: title,
      ours: keys.map((key) => mean(own.map(({ figures }) => figures.get(key) ?? null))),
      publishedLabel: row?.label ?? null,
      published: keys.map((key) => row?.values[key] ?? null),
      strongestThreatLevel: leastLevel(own.map(({ level }) => level)),
    };
  });
  return { protocol, columns, rows, departures: params.departures };
}

/**
 * By attack, and `all`: the plain mean of AUCs, or the mean of accuracies weighted by the adversarials that each is over.
 * Controls are columns, and no part of `all`.
 */
export function figuresOf(
  measure: Protocol['measure'],
  table: readonly EvaluationRow[],
  attacks: readonly string[],
): ReadonlyMap<string, number | null> {
  const figures = new Map<string, number | null>();
  let [sum, weights] = [0, 0];
  for (const [set, attack] of attacks.entries()) {
    const row = table.find(
      (one) =>
        one.set === set &&
        one.denominator === 'successful' &&
        (one.kind === 'attack' || one.kind === 'control'),
    );
    const value = (measure === 'macroAuc' ? row?.auc : row?.accuracyAtEer) ?? null;
    figures.set(attack, value);
    if (value === null || row?.kind !== 'attack') continue;
    const weight = measure === 'macroAuc' ? 1 : row.nPositive;
    sum += weight * value;
    weights += weight;
  }
  return figures.set('all', weights > 0 ? sum / weights : null);
}

function mean(values: readonly (number | null)[]): number | null {
  const there = values.filter((value) => value !== null);
  return there.length > 0 ? there.reduce((sum, value) => sum + value, 0) / there.length : null;
}
