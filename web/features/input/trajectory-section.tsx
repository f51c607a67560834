import { Suspense } from 'react';
import { read } from '../../lib/read';
import { Section } from '../../parts/section';
import type { NamedReasons } from './reasons';
import { distanceTitle } from './trajectory-drawing';
import { type TrajectoryChoice, TrajectoryPanel } from './trajectory-panel';
import { TrajectoryQuery } from './trajectory-query';

/** The way of an input through the layers, where one of its detectors reads evolution maps. */
export async function TrajectorySection({
  index,
  reasons,
}: {
  readonly index: number;
  readonly reasons: readonly NamedReasons[];
}) {
  const choices = trajectoryChoices(reasons);
  const [choice] = choices;
  if (!choice) return null;
  const { input } = await read(TrajectoryQuery, { id: choice.evaluationId, index });
  if (!input?.trajectory) return null;
  return (
    <Section title="Trajectory" note="where it falls among the classes, layer by layer">
      {/* The state in the address is read in the browser: nuqs wants a boundary around its users. */}
      <Suspense>
        <TrajectoryPanel choices={choices} first={input} index={index} />
      </Suspense>
    </Section>
  );
}

/** Detectors that measure the same distances to the same points have one trajectory. */
function trajectoryChoices(reasons: readonly NamedReasons[]): TrajectoryChoice[] {
  const known = new Map<string, TrajectoryChoice>();
  for (const { evaluationId, name, reasons: of } of reasons) {
    if (!of.evolutionMap) continue;
    const { representative, distance, layers } = of.evolutionMap;
    const title = `${representative}, ${distanceTitle(distance)}`;
    const taken = [...known.values()].some((choice) => choice.title === title);
    const key = [title, ...layers].join('\n');
    // Of other layers than the first of its kind: told apart by the detector's name.
    if (!known.has(key)) known.set(key, { evaluationId, title: taken ? `${title} (${name})` : title });
  }
  return [...known.values()];
}
