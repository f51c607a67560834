import { strict as assert } from 'node:assert';
import { attackChecks } from '../attacks/conformance';
import { attacked, rows } from '../attacks/conformance-bench';
import { againstDetector } from './against-detector';
import type { AttackedDetector } from './attacked-detector';
import { knownDetector } from './conformance-bench';
import type { AdaptiveAttack } from './define-adaptive-attack';
import { stepRecorder } from './step-trace';

/** Something that every attack on a detector must satisfy. `run` rejects with an assertion that names both values. */
export interface AdaptiveAttackCheck {
  readonly name: string;
  readonly run: (attack: AdaptiveAttack) => Promise<void>;
}

/** Its norm is that of images that also pass a detector: those of a random direction need not. */
const notOfDetectors = 'finds smaller perturbations than random directions, if it looks for small ones';

async function withDetector(use: (detector: AttackedDetector) => Promise<void>): Promise<void> {
  const detector = await knownDetector();
  try {
    await use(detector);
  } finally {
    detector.dispose();
  }
}

/** How many images evade, by the trace of a run. */
async function traced(attack: AdaptiveAttack, detector: AttackedDetector, more: Record<string, unknown>) {
  const recorder = stepRecorder();
  const result = await attacked(againstDetector(attack, detector, recorder.record), { more });
  recorder.add(recorder.take());
  return { result, trace: recorder.read() };
}

/** What every attack on a detector must satisfy: all that plain attacks must, against a kNN score, and what follows. */
export const adaptiveAttackChecks: readonly AdaptiveAttackCheck[] = [
  ...attackChecks
    .filter(({ name }) => name !== notOfDetectors)
    .map(
      ({ name, run }): AdaptiveAttackCheck => ({
        name,
        run: (attack) => withDetector((detector) => run(againstDetector(attack, detector))),
      }),
    ),
  {
    name: 'lets no fewer images evade with more effort, and says so step by step',
    run: (attack) =>
      withDetector(async (detector) => {
        // More steps prolong the same walks; the searches of an attack with constants follow one another.
        const effort = 'searches' in attack.params.shape ? 'searches' : 'steps';
        const evaded = async (count: number) => {
          const { trace } = await traced(attack, detector, { [effort]: count });
          assert.deepEqual(
            [...trace.evaded].sort((a, b) => a - b),
            [...trace.evaded],
          );
          assert.deepEqual(
            [...trace.success].sort((a, b) => a - b),
            [...trace.success],
          );
          for (const loss of trace.loss) assert.ok(loss >= 0, `expected a loss of at least 0, got ${loss}`);
          return trace.evaded.at(-1) ?? 0;
        };
        const [few, many] = [await evaded(1), await evaded(6)];
        assert.ok(many >= few, `expected at least ${few}, got ${many}`);
      }),
  },
  {
    name: 'keeps what it says: images that evade in the trace are successes',
    run: (attack) =>
      withDetector(async (detector) => {
        const { result, trace } = await traced(attack, detector, {});
        const successes = result.success.reduce((sum, one) => sum + one, 0) / rows;
        assert.ok(Math.abs((trace.success.at(-1) ?? 0) - successes) < 1e-6);
        assert.ok((trace.evaded.at(-1) ?? 0) <= successes + 1e-6);
      }),
  },
];
