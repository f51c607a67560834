'use client';

import { useMemo } from 'react';
import { LineChart, type LineDrawing } from '../../charts/line-chart';
import { LineKey } from '../../charts/line-key';
import { controlDash, detectorLooks, groupColors } from '../../theme/colors';

/** A set's mean disturbance layer by layer. */
export interface DisturbanceLine {
  readonly name: string;
  readonly control: boolean;
  /** Null for none. */
  readonly means: readonly (number | null)[];
}

/** Mean disturbance by layer, a line a set; controls are gray. */
export function DisturbanceChart({
  name,
  layers,
  lines,
  over,
}: {
  readonly name: string;
  readonly layers: readonly string[];
  readonly lines: readonly DisturbanceLine[];
  /** What it is over, in words. */
  readonly over: string;
}) {
  const drawing = useMemo((): LineDrawing => {
    const looks = detectorLooks(lines.flatMap((line) => (line.control ? [] : [line.name])));
    return {
      series: lines.map((line, at) => {
        const places = line.means.flatMap((mean, layer) => (mean === null ? [] : [layer]));
        return {
          id: `${at}`,
          label: line.name,
          color: line.control
            ? groupColors.CONTROL
            : (looks.get(line.name)?.color ?? groupColors.ADVERSARIAL),
          dash: (line.control ? controlDash : looks.get(line.name)?.dash) ?? 'solid',
          x: Float64Array.from(places, (layer) => layer + 1),
          y: Float64Array.from(places, (layer) => line.means[layer] ?? 0),
        };
      }),
      x: {
        title: 'Layer, in forward order',
        min: 1,
        max: Math.max(2, layers.length),
        whole: true,
        format: (at) => layers[at - 1] ?? '',
      },
      y: { title: 'Distance moved / radius of the class', min: 0 },
    };
  }, [layers, lines]);
  return (
    <LineChart
      title={`Mean distance moved, in units of the radius of the class, over ${over}`}
      description={`How far each of ${lines.length} attacks and controls moves each of ${layers.length} layers, over ${over}.`}
      height={300}
      fileName={`${name} disturbance`}
      drawing={drawing}
    >
      <LineKey series={drawing.series} />
    </LineChart>
  );
}
