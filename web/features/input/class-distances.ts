import type { TrajectoryDrawing } from '../../charts/trajectory-drawing';

/** A class with how far away it is in one plane. */
export interface ClassDistance {
  readonly name: string;
  readonly role: string;
  readonly input: number;
  /** Of the clean twin; null where there is none. */
  readonly cleanTwin: number | null;
  /** Median of the authentic inputs of the predicted class; null without any. */
  readonly authentic: number | null;
}

/** Distances to the drawn classes in one plane, nearest to the input first. */
export function classDistances({ classes, paths }: TrajectoryDrawing, plane: number): ClassDistance[] {
  const of = (kind: TrajectoryDrawing['paths'][number]['kind'], label: number) =>
    paths.filter((path) => path.kind === kind).map(({ distances }) => distances[plane]?.[label] ?? 0);
  return classes
    .map(({ name, role }, label) => ({
      name,
      role,
      input: of('input', label)[0] ?? 0,
      cleanTwin: of('cleanTwin', label)[0] ?? null,
      authentic: median(of('authentic', label)),
    }))
    .sort((a, b) => a.input - b.input);
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
