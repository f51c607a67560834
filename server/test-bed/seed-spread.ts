import { type Spread, spread } from '@fiducial/core/metrics';
import type { Detector, Evaluation, Prisma } from '@fiducial/prisma/client';
import { z } from 'zod';
import { canonicalJson } from '../canonical-json';
import { detectorParams } from '../detector/fit-detector.task';
import type { ApiContext } from '../graphql/context';
import { unseededName } from './plan-bed';

/** A detector of one seed with its evaluation. */
export interface SeedResult {
  readonly seed: number;
  readonly detector: Detector;
  readonly evaluation: Evaluation;
}

/** One attack or control, over the seeds. */
export interface AttackSpread {
  readonly name: string;
  readonly control: boolean;
  readonly auc: Spread | null;
}

/** A detector that a test bed planned once a seed. */
export interface SeedSpread {
  readonly name: string;
  readonly seeds: readonly SeedResult[];
  /** Over the seeds that are done; null while fewer than two are. */
  readonly macroAuc: Spread | null;
  readonly attacks: readonly AttackSpread[];
}

const include = {
  run: { select: { seed: true } },
  detector: { include: { run: { select: { params: true } } } },
  attackSets: {
    include: { attackSet: { include: { run: { select: { seed: true } } } } },
    orderBy: { ordinal: 'asc' },
  },
} as const satisfies Prisma.EvaluationInclude;
type Found = Prisma.EvaluationGetPayload<{ include: typeof include }>;

const perRequest = new WeakMap<ApiContext, Map<string, Promise<readonly SeedSpread[]>>>();

/**
 * What a test bed of several seeds says of each of its detectors, in the order of the plan; none for a bed of one seed.
 * Runs are of one detector when method, parameters and name, less the seed, are the same. Read once a request.
 */
export function seedSpreads(context: ApiContext, testBedId: string): Promise<readonly SeedSpread[]> {
  const known = perRequest.get(context) ?? new Map<string, Promise<readonly SeedSpread[]>>();
  perRequest.set(context, known);
  const found = known.get(testBedId) ?? readSpreads(context, testBedId);
  known.set(testBedId, found);
  return found;
}

async function readSpreads(context: ApiContext, testBedId: string): Promise<readonly SeedSpread[]> {
  const evaluations = await context.prisma.evaluation.findMany({
    where: { project: context.viewer.projects, run: { testBedId } },
    include,
    orderBy: { id: 'asc' },
  });
  const groups = new Map<string, Found[]>();
  for (const evaluation of evaluations) {
    const key = keyOf(evaluation);
    groups.set(key, [...(groups.get(key) ?? []), evaluation]);
  }
  const repeated = [...groups.values()].filter((group) => new Set(group.map(({ run }) => run.seed)).size > 1);
  const aucs = await readAucs(
    context,
    repeated.flat().flatMap(({ macroAuc, runId }) => (macroAuc === null ? [] : [runId])),
  );
  return repeated.map((group) => spreadOf(group, aucs));
}

function keyOf({ detector, run: { seed } }: Found): string {
  const { parameters = {} } = detectorParams.safeParse(detector.run.params).data ?? {};
  return canonicalJson([unseededName(detector.name, seed), detector.method, parameters]);
}

const aucRows = z.array(z.object({ set: z.int(), auc: z.number().nullable() }));

/** AUC over successful adversarials by the number of the attack set, for each run; the rest of its tables stays where it is. */
async function readAucs(
  { prisma }: ApiContext,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<number, number | null>>> {
  if (runIds.length === 0) return new Map();
  const path = '$.table[*] ? (@.denominator == "successful" && (@.kind == "attack" || @.kind == "control"))';
  const found = await prisma.$queryRaw<{ id: string; rows: unknown }[]>`
    SELECT id::text, jsonb_path_query_array(results, ${path}::jsonpath) AS rows
    FROM "Run" WHERE id = ANY(${[...runIds]}::uuid[])`;
  return new Map(
    found.map(({ id, rows }) => [id, new Map(aucRows.parse(rows).map(({ set, auc }) => [set, auc]))]),
  );
}

function spreadOf(
  group: readonly Found[],
  aucs: ReadonlyMap<string, ReadonlyMap<number, number | null>>,
): SeedSpread {
  const attacks = new Map<string, { name: string; control: boolean; values: number[] }>();
  for (const { attackSets, runId } of group)
    for (const [number, { attackSet }] of attackSets.entries()) {
      const name = unseededName(attackSet.name, attackSet.run.seed);
      const known = attacks.get(name) ?? { name, control: attackSet.control, values: [] };
      attacks.set(name, known);
      const auc = aucs.get(runId)?.get(number) ?? null;
      if (auc !== null) known.values.push(auc);
    }
  const [first] = group;
  return {
    name: first ? unseededName(first.detector.name, first.run.seed) : '',
    seeds: [...group]
      .sort((a, b) => a.run.seed - b.run.seed)
      .map(({ detector: { run: _, ...detector }, run, attackSets: __, ...evaluation }) => ({
        seed: run.seed,
        detector,
        evaluation,
      })),
    macroAuc: spread(group.flatMap(({ macroAuc }) => (macroAuc === null ? [] : [macroAuc]))),
    attacks: [...attacks.values()].map(({ values, ...attack }) => ({ ...attack, auc: spread(values) })),
  };
}
