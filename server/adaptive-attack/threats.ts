import {
  beatsTransfer,
  type Evasion,
  evasionCurve,
  evasions,
  type SanityCheck,
} from '@fiducial/core/adaptive';
import { type Norm, normOf } from '@fiducial/core/attacks';
import { readNpy } from '@fiducial/formats';
import type { AttackSet, Detector, Evaluation, Prisma } from '@fiducial/prisma/client';
import type { Viewer } from '../account/viewer';
import { type ArtifactAccess, readParsed } from '../artifact/read-artifact';
import { attackParams } from '../attack-set/attack-results';
import { budgetsOf } from '../attack-set/budgets';
import { findAttackMethod } from '../attack-set/find-attack-method';
import { detectorResults } from '../detector/fit-detector.task';
import { inputsOf } from '../evaluation/load-evaluation';
import { type BudgetVerdict, verdict } from './adaptive-results';

/** What an attacker knows of a detector. */
export type ThreatLevel = AttackSet['threatLevel'];

/** An attack set as a detector judges it: on the test images of its sample, at thresholds fixed on authentic ones. */
export interface Threat {
  readonly attackSet: AttackSet;
  /** What its attacker knew of this detector: one who was given another detector knows this one in part only. */
  readonly level: ThreatLevel;
  readonly norm: Norm;
  readonly budgets: readonly BudgetVerdict[];
  /** Share that evades at the first threshold against the size of the perturbation. */
  readonly curve: readonly { readonly budget: number; readonly evasionRate: number }[];
  /** Empty for an attack that was not meant for this detector. */
  readonly checks: readonly SanityCheck[];
  /** The evaluation that scored it; null where the attack itself had it judged. */
  readonly evaluation: Evaluation | null;
}

const include = { run: { select: { params: true, status: true } } } as const;
type LoadedSet = Prisma.AttackSetGetPayload<{ include: typeof include }>;

/** Evaluations of a detector that are looked through, newest first. */
const mostEvaluations = 20;

/** Where attacks and verdicts are, and whose are read. */
export interface ThreatAccess extends ArtifactAccess {
  readonly viewer: Pick<Viewer, 'projects'>;
}

const perRequest = new WeakMap<ThreatAccess, Map<string, Promise<readonly Threat[]>>>();

/**
 * All attacks that a detector has judged, from those that know nothing of it to those that know it: those made against it,
 * and those that its evaluations scored. Read once a request.
 */
export function threatsTo(
  context: ThreatAccess,
  detector: Pick<Detector, 'id' | 'runId'>,
): Promise<readonly Threat[]> {
  const known = perRequest.get(context) ?? new Map<string, Promise<readonly Threat[]>>();
  perRequest.set(context, known);
  const found = known.get(detector.id) ?? readThreats(context, detector);
  known.set(detector.id, found);
  return found;
}

const order: readonly ThreatLevel[] = ['ZERO', 'LIMITED', 'PERFECT'];

async function readThreats(
  context: ThreatAccess,
  detector: Pick<Detector, 'id' | 'runId'>,
): Promise<readonly Threat[]> {
  const transferred = await evaluatedThreats(context, detector);
  const sets = await context.prisma.attackSet.findMany({
    where: { targetId: detector.id, project: context.viewer.projects, run: { status: 'SUCCEEDED' } },
    include,
    orderBy: { id: 'asc' },
  });
  const zero = transferred.filter(({ level }) => level === 'ZERO');
  const aimed = await Promise.all(sets.map((set) => aimedThreat(context, set, zero)));
  const all = [...transferred, ...aimed.flat()];
  return all.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}

/** An attack that was made against the detector: its run has the verdict. */
async function aimedThreat(
  context: ThreatAccess,
  { run, ...set }: LoadedSet,
  zero: readonly Threat[],
): Promise<Threat[]> {
  const found = verdict.safeParse(set.verdict).data;
  const norm = normOfSet({ ...set, run });
  if (!found || !norm) return [];
  return [
    {
      attackSet: set,
      level: set.threatLevel,
      norm,
      budgets: found.budgets,
      curve: await curveOfAimed(context, set, { budgets: found.budgets, norm }),
      checks: [
        ...found.checks,
        transferCheck(
          found.budgets,
          zero.filter((other) => other.norm === norm),
        ),
      ],
      evaluation: null,
    },
  ];
}

/** A set whose attack has epsilons has a point for each; one without a curve over the sizes that it found. */
async function curveOfAimed(
  context: ThreatAccess,
  { runId, epsilons, testOnly }: AttackSet,
  { budgets, norm }: { budgets: readonly BudgetVerdict[]; norm: Norm },
) {
  if (epsilons.length > 0) return pointsOf(budgets);
  const column = async (name: string) => (await readParsed(context, { runId, name }, readNpy)).data;
  const [success, scores, norms] = [await column('success'), await column('scores'), await column('norms')];
  const [{ attacked = 0, evasions: [first] = [] } = {}] = budgets;
  const from = testOnly ? 0 : success.length - attacked;
  const rows = Array.from({ length: attacked }, (_, at) => from + at);
  return first ? evasionCurve({ success, scores, norms }, rows, { threshold: first.threshold, norm }) : [];
}

function pointsOf(budgets: readonly BudgetVerdict[]) {
  return budgets.flatMap(({ epsilon, evasions: [first] }) =>
    epsilon !== null && first ? [{ budget: epsilon, evasionRate: first.evasionRate }] : [],
  );
}

function transferCheck(own: readonly BudgetVerdict[], zero: readonly Threat[]): SanityCheck {
  const rateOf = ({ epsilon, evasions: [first] }: BudgetVerdict) => ({
    epsilon,
    evasionRate: first?.evasionRate ?? 0,
  });
  const others = zero.flatMap(({ attackSet: { name }, budgets }) =>
    budgets.map((budget) => ({ ...rateOf(budget), name })),
  );
  return beatsTransfer(own.map(rateOf), others);
}

/** Attack sets that the detector's evaluations scored, each by the newest of them; those aimed at it judge themselves. */
async function evaluatedThreats(
  context: ThreatAccess,
  detector: Pick<Detector, 'id' | 'runId'>,
): Promise<Threat[]> {
  const thresholds = await thresholdsOf(context, detector);
  const evaluations = await context.prisma.evaluation.findMany({
    where: { detectorId: detector.id, project: context.viewer.projects, run: { status: 'SUCCEEDED' } },
    include: { attackSets: { include: { attackSet: { include } }, orderBy: { ordinal: 'asc' } } },
    orderBy: { id: 'desc' },
    take: mostEvaluations,
  });
  const threats = new Map<string, Threat>();
  for (const { attackSets, ...evaluation } of evaluations) {
    for (const [place, { attackSet }] of attackSets.entries()) {
      const norm = normOfSet(attackSet);
      if (attackSet.control || attackSet.targetId === detector.id || threats.has(attackSet.id) || !norm)
        continue;
      const judged = await judgeTransferred(context, evaluation, { place, attackSet, thresholds, norm });
      const { run: _, ...set } = attackSet;
      const level = set.threatLevel === 'ZERO' ? 'ZERO' : 'LIMITED';
      threats.set(set.id, { attackSet: set, level, norm, ...judged, checks: [], evaluation });
    }
  }
  return [...threats.values()].reverse();
}

async function judgeTransferred(
  context: ThreatAccess,
  evaluation: Evaluation,
  {
    place,
    attackSet,
    thresholds,
    norm,
  }: {
    place: number;
    attackSet: AttackSet;
    thresholds: readonly Pick<Evasion, 'threshold' | 'falsePositiveRate'>[];
    norm: Norm;
  },
): Promise<Pick<Threat, 'budgets' | 'curve'>> {
  const inputs = await inputsOf(context, evaluation);
  const { data } = await readParsed(context, { runId: attackSet.runId, name: 'norms' }, readNpy);
  const norms = Float32Array.from({ length: inputs.score.length * 4 }, (_, at) =>
    inputs.set[at >> 2] === place ? (data[(inputs.row[at >> 2] ?? 0) * 4 + (at & 3)] ?? 0) : 0,
  );
  const judged = { success: inputs.success, scores: inputs.score, norms };
  const rowsAt = (budget: number) =>
    [...inputs.set.keys()].filter((row) => inputs.set[row] === place && inputs.epsilon[row] === budget);
  const budgets = budgetsOf(attackSet.epsilons).map((epsilon, budget): BudgetVerdict => {
    const rows = rowsAt(budget);
    return {
      epsilon,
      attacked: rows.length,
      successful: rows.filter((row) => inputs.success[row] === 1).length,
      evasions: evasions(judged, rows, thresholds),
    };
  });
  const [first] = thresholds;
  if (attackSet.epsilons.length > 0 || !first) return { budgets, curve: pointsOf(budgets) };
  return { budgets, curve: evasionCurve(judged, rowsAt(0), { threshold: first.threshold, norm }) };
}

async function thresholdsOf({ prisma }: ThreatAccess, { runId }: Pick<Detector, 'runId'>) {
  const run = await prisma.run.findUnique({ where: { id: runId }, select: { results: true } });
  const { thresholds = [] } = detectorResults.safeParse(run?.results).data ?? {};
  return thresholds.flatMap(({ rule, rate, threshold }) =>
    rule === 'falsePositiveRate' && rate !== null && threshold !== null
      ? [{ falsePositiveRate: rate, threshold }]
      : [],
  );
}

function normOfSet({ attack, run }: { attack: string; run: { params: unknown } }): Norm | null {
  const method = findAttackMethod(attack);
  return method ? normOf(method, attackParams.safeParse(run.params).data?.parameters ?? {}) : null;
}
