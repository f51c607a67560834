import { formatBytes, formatMilliseconds } from '../../text/numbers';
import type { DetectorLook } from '../../theme/colors';
import type { ComparedDetector } from './compared-detector';

/** What a detector costs, beside how well it detects. */
export interface Cost {
  readonly id: string;
  /** Its number, by which the chart and the table say the same detector. */
  readonly mark: string;
  readonly name: string;
  readonly look: DetectorLook;
  readonly auc: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Milliseconds to score an input. */
  readonly time: number | null;
  /** Largest memory of the process that judged it. */
  readonly memory: number | null;
  /** Bytes of reference rows that each input is compared with. */
  readonly index: number | null;
  readonly state: number | null;
}

/** The costs that are drawn. */
export const costMeasures = [
  {
    value: 'time',
    label: 'Time',
    title: 'Time to score an input (ms)',
    hint: 'To score an input from its activations',
    scale: 'log',
    format: (value: number) => `${formatMilliseconds(value)} ms`,
    tick: (value: number) => String(Number(value.toPrecision(3))),
  },
  {
    value: 'memory',
    label: 'Memory',
    title: 'Largest memory while it was judged',
    hint: 'Largest memory of the process that judged it, with everything that it read',
    scale: 'linear',
    format: (value: number) => formatBytes(value),
    tick: (value: number) => formatBytes(value),
  },
  {
    value: 'index',
    label: 'Index',
    title: 'Reference rows that inputs are compared with',
    hint: 'Size of the reference rows that each input is compared with',
    scale: 'linear',
    format: (value: number) => formatBytes(value),
    tick: (value: number) => formatBytes(value),
  },
] as const satisfies readonly {
  readonly value: keyof Cost;
  readonly label: string;
  readonly title: string;
  readonly hint: string;
  readonly scale: 'linear' | 'log';
  readonly format: (value: number) => string;
  readonly tick: (value: number) => string;
}[];

/** Costs of the detectors, in their order. Time is drawn on a logarithmic axis: one of 0 was not measured. */
export function costsOf(detectors: readonly ComparedDetector[]): Cost[] {
  return detectors.map(({ id, name, look, evaluated }, at) => {
    const macro = evaluated.rows.find(({ kind }) => kind === 'MACRO');
    return {
      id,
      mark: String(at + 1),
      name,
      look,
      auc: macro?.auc ?? null,
      low: macro?.aucLow ?? null,
      high: macro?.aucHigh ?? null,
      time: evaluated.millisecondsPerInput || null,
      memory: evaluated.run.peakMemoryBytes,
      index: evaluated.detector.lookupBytes,
      state: evaluated.detector.stateBytes,
    };
  });
}
