'use client';

import { useMemo } from 'react';
import { LineChart, type LineDrawing } from '../../charts/line-chart';
import { formatEpsilon } from '../../text/numbers';
import { chartAccent, detectorDashes, groupColors, type SchemeColor } from '../../theme/colors';
import classes from './threat.module.css';
import { levelTitles, type Threat } from './threat-query';

/** Knowledge by hue, and by dash for those who do not see it. */
const levelLooks: Readonly<
  Record<Threat['level'], { color: SchemeColor; dash: (typeof detectorDashes)[number] }>
> = {
  ZERO: { color: groupColors.CONTROL, dash: [2, 2] },
  LIMITED: { color: chartAccent, dash: [6, 3] },
  PERFECT: { color: groupColors.ADVERSARIAL, dash: 'solid' },
};

/** Evasion against the size of the perturbation, a line for each attack; one chart for each norm. */
export function EvasionCharts({ name, threats }: { name: string; threats: readonly Threat[] }) {
  const norms = [...new Set(threats.map(({ norm }) => norm))];
  return (
    <div className={classes.charts}>
      {norms.map((norm) => (
        <EvasionChart
          key={norm}
          name={name}
          norm={norm}
          threats={threats.filter((threat) => threat.norm === norm)}
        />
      ))}
    </div>
  );
}

function EvasionChart({ name, norm, threats }: { name: string; norm: string; threats: readonly Threat[] }) {
  const drawing = useMemo(
    (): LineDrawing => ({
      series: threats.map(({ level, attackSet, budgets, curve }, at) => {
        // Unmodified images are classified correctly: without a perturbation none evades.
        const points = budgets[0]?.epsilon === null ? curve : [{ budget: 0, evasionRate: 0 }, ...curve];
        return {
          id: `${attackSet.id} ${at}`,
          label: labelOf(threats, { level, title: attackSet.attack?.title ?? attackSet.name, at }),
          color: levelLooks[level].color,
          dash: dashOf(threats, at),
          x: Float64Array.from(points, ({ budget }) => budget),
          y: Float64Array.from(points, ({ evasionRate }) => evasionRate),
        };
      }),
      x: { title: `Size of the perturbation (${norm}, input units)`, min: 0 },
      y: { title: 'Share of images that evade', min: 0, max: 1 },
      key: 'above',
    }),
    [norm, threats],
  );
  return (
    <LineChart
      title={`${norm}, n = ${threats[0]?.budgets[0]?.attacked ?? 0} test images`}
      description={`Share of the test images that fool the classifier and get past ${name} at 5 % false positives, against the size of the perturbation in ${norm}.`}
      height={320}
      fileName={`${name} evasion ${norm}`}
      drawing={drawing}
    />
  );
}

const spareDashes = detectorDashes.filter(
  (dash) => !Object.values(levelLooks).some((look) => String(look.dash) === String(dash)),
);

/** The first attack of a level has the level's own dash; those after it the spare ones, so that no two look alike. */
function dashOf(threats: readonly Threat[], at: number): (typeof detectorDashes)[number] {
  const level = threats[at]?.level ?? 'ZERO';
  const rank = threats.slice(0, at).filter((other) => other.level === level).length;
  return (rank > 0 && spareDashes[(rank - 1) % spareDashes.length]) || levelLooks[level].dash;
}

/** The method with its knowledge; numbered where another attack has the same words. */
function labelOf(
  threats: readonly Threat[],
  { level, title, at }: { level: Threat['level']; title: string; at: number },
): string {
  const twins = threats.filter(
    ({ level: other, attackSet }) => other === level && (attackSet.attack?.title ?? attackSet.name) === title,
  );
  const own = threats[at];
  const number = twins.length > 1 && own ? ` ${twins.indexOf(own) + 1}` : '';
  return `${title}${number}, ${levelTitles[level].toLowerCase()}`;
}

/** The attacker's loss and its evasions, step by step, a line for each budget. */
export function StepCharts({ threat: { attackSet } }: { threat: Threat }) {
  const { name, epsilons, stepTraces } = attackSet;
  const drawings = useMemo(
    () => ({
      loss: drawingOf(epsilons, stepTraces, 'loss'),
      evaded: drawingOf(epsilons, stepTraces, 'evaded'),
    }),
    [epsilons, stepTraces],
  );
  return (
    <div className={classes.charts}>
      <LineChart
        title="Evasion by step"
        description={`Share of the images for which ${name} had found one that evades, step by step.`}
        height={240}
        fileName={`${name} evasion by step`}
        drawing={drawings.evaded}
      />
      <LineChart
        title="Loss by step"
        description={`What ${name} minimizes, step by step.`}
        height={240}
        fileName={`${name} loss by step`}
        drawing={drawings.loss}
      />
    </div>
  );
}

function drawingOf(
  epsilons: Threat['attackSet']['epsilons'],
  traces: Threat['attackSet']['stepTraces'],
  of: 'loss' | 'evaded',
): LineDrawing {
  return {
    series: traces.map((trace, at) => ({
      id: String(at),
      label: formatEpsilon(epsilons[at] ?? null),
      color: groupColors.ADVERSARIAL,
      dash: detectorDashes[at % detectorDashes.length] ?? 'solid',
      x: Float64Array.from(trace[of], (_, step) => step),
      y: Float64Array.from(trace[of]),
    })),
    x: { title: 'Step', min: 0 },
    y:
      of === 'loss'
        ? { title: 'Loss (logits + deviations)', min: 0 }
        : { title: 'Share of images that evade', min: 0, max: 1 },
    endLabels: traces.length > 1,
  };
}
