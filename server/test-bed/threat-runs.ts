import { type PlannedRun, seededName } from './plan-bed';

/** What somebody who knows a detector of a bed, or a surrogate of it, does on the bed's test images. */
export interface ThreatPlan {
  readonly title: string;
  readonly attack: string;
  readonly parameters: Record<string, unknown>;
  /** In input units; none for an attack that looks for the smallest perturbation. */
  readonly epsilons: readonly number[];
  /** Ids of the detectors that it is aimed at, one attack each. */
  readonly detectors: readonly string[];
  /** The detector that the attacker is given instead: `twin`, the same one of another seed and sample, or the id of another. */
  readonly knowing?: string;
}

/** What is added to the seed of a bed for everything that an attacker with a twin makes: another sample, another head. */
const twinSeed = 1000;

/**
 * Attacks on the detectors of a planned bed, and before them the twins that some of them need: the same detector, fitted
 * by the attacker to a sample drawn with another seed, on attacks of the same kind.
 */
export function threatRuns(bed: readonly PlannedRun[], threats: readonly ThreatPlan[]): PlannedRun[] {
  const seed = bed[0]?.seed ?? 0;
  const byKey = new Map(bed.map((run) => [run.key, run]));
  const planned = (id: string) => {
    const found = byKey.get(`${id}@${seed}`);
    if (!found) throw new Error(`the plan has no ${id}`);
    return found;
  };
  const twins = twinsOf([
    ...new Set(threats.flatMap(({ knowing, detectors }) => (knowing === 'twin' ? detectors : []))),
  ]);
  return [...twins.values(), ...threats.flatMap(attacksOf)];

  /** The twins of detectors with all that they are fitted to, by key. */
  function twinsOf(ids: readonly string[]): Map<string, PlannedRun> {
    const made = new Map<string, PlannedRun>();
    const twin = (run: PlannedRun): string => {
      const key = twinKey(run.key);
      if (made.has(key)) return key;
      const inputs = Object.entries(run.inputs).map(([role, input]) => {
        const source = byKey.get(input);
        const own = source && ['drawSample', 'attack'].includes(source.kind);
        return [role, own ? twin(source) : input];
      });
      made.set(key, {
        ...run,
        key,
        name: `${run.name}, an attacker’s`,
        seed: seed + twinSeed,
        inputs: Object.fromEntries(inputs),
      });
      return key;
    };
    for (const id of ids) twin(planned(id));
    return made;
  }

  function attacksOf({ title, attack, parameters, epsilons, detectors, knowing }: ThreatPlan): PlannedRun[] {
    return detectors.map((id) => {
      const target = planned(id);
      const known =
        knowing === 'twin' ? twins.get(twinKey(target.key)) : knowing ? planned(knowing) : undefined;
      const { dataset, model, sample, referenceSet } = target.inputs as Record<string, string>; // of every fit
      const surrogate = known && {
        surrogate: known.key,
        surrogateReferenceSet: known.inputs.referenceSet ?? '',
        surrogateSample: known.inputs.sample ?? '',
      };
      return {
        key: `${attack}/${title}/${knowing ?? ''}/${id}@${seed}`,
        kind: 'attackDetector',
        name: seededName(`${title}, on ${target.name}`, seed),
        seed,
        params: {
          attack,
          parameters,
          epsilons: [...epsilons],
          testOnly: true,
        },
        inputs: {
          ...{ dataset, model, sample, detector: target.key, referenceSet },
          ...surrogate,
        } as PlannedRun['inputs'],
      };
    });
  }
}

function twinKey(key: string): string {
  return `twin/${key}`;
}
