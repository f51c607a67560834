import { bestKnown, normOf, type SteppedAttack, type StoredAttack } from '@fiducial/core/attacks';
import { CoreError } from '@fiducial/core/errors';
import { readNpy } from '@fiducial/formats';
import type { AttackSet, Prisma } from '@fiducial/prisma/client';
import { readParsed } from '../artifact/read-artifact';
import { canonicalJson } from '../canonical-json';
import type { ApiContext } from '../graphql/context';
import { attackParams } from './attack-results';
import { budgetsOf } from './budgets';
import { findAttackMethod } from './find-attack-method';

/** A made attack set with the columns that comparisons are over. */
export interface StoredSet extends StoredAttack {
  readonly set: AttackSet;
  /** Where it wants the predictions to go: `none` for any wrong class. */
  readonly goal: string;
  /** Number and length of its steps; null for an attack without. */
  readonly stepped: { readonly steps: number; readonly stepSize: number | null } | null;
  /** Equal for sets that differ in nothing but their steps, epsilons and seed. */
  readonly likeness: string;
}

const perRequest = new WeakMap<ApiContext, Map<string, Promise<readonly StoredSet[]>>>();

/**
 * All made attack sets of a sample, and with it of its model, oldest first: controls and methods that this server does not
 * have left out, and those of the test partition alone, whose rows are not those of the others. Read once a request, from the columns of success and norms.
 */
export function storedAttacks(context: ApiContext, sampleId: string): Promise<readonly StoredSet[]> {
  const known = perRequest.get(context) ?? new Map<string, Promise<readonly StoredSet[]>>();
  perRequest.set(context, known);
  const found = known.get(sampleId) ?? readStored(context, sampleId);
  known.set(sampleId, found);
  return found;
}

/** Those that an attack set is fairly compared with: all for an untargeted one, else those with the same targets. */
export function comparable(own: StoredSet, all: readonly StoredSet[]): readonly StoredSet[] {
  return own.goal === 'none' ? all : all.filter(({ goal }) => goal === own.goal);
}

/** A set among those of its sample; undefined before it is made, and for a control. */
export async function storedSet(
  context: ApiContext,
  { id, sampleId }: Pick<AttackSet, 'id' | 'sampleId'>,
): Promise<{ own: StoredSet; all: readonly StoredSet[] } | undefined> {
  const stored = await storedAttacks(context, sampleId);
  const own = stored.find(({ set }) => set.id === id);
  return own && { own, all: comparable(own, stored) };
}

/** The same attack as a set's with other steps, itself among them, as the gate takes them; none for one without steps. */
export function withSteps(
  { likeness }: StoredSet,
  all: readonly StoredSet[],
): readonly (StoredSet & SteppedAttack)[] {
  return all.flatMap((set) => (set.stepped && set.likeness === likeness ? [{ ...set, ...set.stepped }] : []));
}

/** The best known perturbations over sets. */
export function bestOf(sets: readonly StoredSet[], norm: Parameters<typeof bestKnown>[1]) {
  return bestKnown(
    sets.map(({ columns }) => columns),
    norm,
  );
}

const include = { run: { select: { params: true, seed: true } } } as const;
type Found = Prisma.AttackSetGetPayload<{ include: typeof include }>;

async function readStored(context: ApiContext, sampleId: string): Promise<readonly StoredSet[]> {
  const sets = await context.prisma.attackSet.findMany({
    where: {
      sampleId,
      control: false,
      testOnly: false,
      project: context.viewer.projects,
      run: { status: 'SUCCEEDED' },
    },
    include,
    orderBy: { id: 'asc' },
  });
  return (await Promise.all(sets.map((set) => readSet(context, set)))).flat();
}

async function readSet(context: ApiContext, found: Found): Promise<StoredSet[]> {
  const { run, ...set } = found;
  const attack = findAttackMethod(set.attack);
  if (!attack) return [];
  const epsilons = budgetsOf(set.epsilons);
  const success = await column(context, set.runId, 'success', Uint8Array);
  const norms = await column(context, set.runId, 'norms', Float32Array);
  const columns = { images: success.length / epsilons.length, success, norms };
  const { parameters = {}, quantization } = attackParams.safeParse(run.params).data ?? {};
  const { steps, stepSize, ...rest } = parameters;
  const stepped =
    typeof steps === 'number' ? { steps, stepSize: typeof stepSize === 'number' ? stepSize : null } : null;
  const norm = normOf(attack, parameters);
  const goal = goalOf(parameters, run.seed);
  const likeness = canonicalJson([set.attack, rest, quantization, goal]);
  return [{ set, name: set.name, epsilons, norm, columns, goal, stepped, likeness }];
}

async function column<A extends object>(
  context: ApiContext,
  runId: string,
  name: string,
  kind: new (...args: never[]) => A,
): Promise<A> {
  const { data } = await readParsed(context, { runId, name }, readNpy);
  if (data instanceof kind) return data;
  throw new CoreError('SHAPE', `${name}: expected ${kind.name}, got ${data.constructor.name}`);
}

/** Random targets are the same under the same seed only, those of a chosen class for the same class. */
function goalOf({ target = 'none', targetClass }: Record<string, unknown>, seed: number): string {
  if (target === 'random') return `random ${seed}`;
  return target === 'class' ? `class ${targetClass}` : String(target);
}
