import type { DrawnPath, Place, TrajectoryDrawing } from '../../charts/trajectory-drawing';
import { groupColors } from '../../theme/colors';
import type { Trajectory, TrajectoryInput } from './trajectory-query';

const symbols = {
  AUTHENTIC: 'circle',
  ADVERSARIAL: 'triangle',
  ERROR: 'diamond',
  CONTROL: 'rect',
} as const;

/** A trajectory as the charts take it: the input above its clean twin above authentic inputs. */
export function trajectoryDrawing(input: TrajectoryInput, trajectory: Trajectory): TrajectoryDrawing {
  const { classes, planes, paths, distance } = trajectory;
  const order = { AUTHENTIC: 0, CLEAN_TWIN: 1, INPUT: 2 };
  return {
    planes: planes.map(({ layer, points }) => ({ layer, points: placesIn(points) })),
    classes: classes.map(({ label, className, members }) => ({
      name: className,
      role: roleOf(label, input),
      members: listIn(members).map(placesIn),
    })),
    paths: [...paths]
      .sort((a, b) => order[a.kind] - order[b.kind])
      .map((path) => ({
        ...lookOf(path.kind, input),
        label: labelOf(path),
        places: placesIn(path.places),
        distances: listIn(path.distances).map(numbersIn),
      })),
    distanceTitle: distanceTitle(distance),
  };
}

/** What distances of a trajectory are. */
export function distanceTitle(distance: string): string {
  return distance === 'cosine' ? 'chord distance' : 'Euclidean distance';
}

function roleOf(label: number, { label: truth, predicted }: TrajectoryInput): string {
  const isPredicted = label === predicted.classIndex;
  if (isPredicted && label === truth) return 'predicted, true';
  return isPredicted ? 'predicted' : label === truth ? 'true' : '';
}

function lookOf(
  kind: Trajectory['paths'][number]['kind'],
  { group }: TrajectoryInput,
): Pick<DrawnPath, 'kind' | 'color' | 'symbol'> {
  if (kind === 'INPUT') return { kind: 'input', color: groupColors[group], symbol: symbols[group] };
  if (kind === 'CLEAN_TWIN')
    return { kind: 'cleanTwin', color: groupColors.AUTHENTIC, symbol: 'emptyCircle' };
  return { kind: 'authentic', color: groupColors.AUTHENTIC, symbol: 'circle' };
}

function labelOf({ kind, index }: Trajectory['paths'][number]): string {
  if (kind === 'INPUT') return 'This input';
  return kind === 'CLEAN_TWIN' ? `Its clean twin, input ${index}` : `Authentic input ${index}`;
}

// The API gives places and distances as JSON; what is no number is drawn as 0.

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function numbersIn(value: unknown): number[] {
  return listIn(value).map((entry) => (typeof entry === 'number' ? entry : 0));
}

function placesIn(value: unknown): Place[] {
  return listIn(value).map((entry) => {
    const [x = 0, y = 0] = numbersIn(entry);
    return [x, y];
  });
}
