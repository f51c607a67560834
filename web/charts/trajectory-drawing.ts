import type { SchemeColor } from '../theme/colors';

/** A place in a plane. */
export type Place = readonly [number, number];

/** A layer's plane, in the unit of its distances. */
export interface DrawnPlane {
  readonly layer: string;
  /** Of the reference points, in the order of the classes. */
  readonly points: readonly Place[];
}

/** A class with its reference point in each plane. */
export interface DrawnClass {
  readonly name: string;
  /** Such as "predicted"; empty for the others. */
  readonly role: string;
  /** Authentic inputs of it, `[inputs][planes]`. */
  readonly members: readonly (readonly Place[])[];
}

/** The way of an input through the planes. */
export interface DrawnPath {
  readonly label: string;
  readonly kind: 'input' | 'cleanTwin' | 'authentic';
  readonly color: SchemeColor;
  /** ECharts' word for the shape of its places. */
  readonly symbol: 'circle' | 'emptyCircle' | 'triangle' | 'diamond' | 'rect';
  readonly places: readonly Place[];
  /** To each class, `[planes][classes]`. */
  readonly distances: readonly (readonly number[])[];
}

/** What the planes and one of them alone are drawn from. */
export interface TrajectoryDrawing {
  readonly planes: readonly DrawnPlane[];
  readonly classes: readonly DrawnClass[];
  /** Those drawn last lie above. */
  readonly paths: readonly DrawnPath[];
  /** What distances are, such as "Euclidean distance". */
  readonly distanceTitle: string;
}

/** Half the side of a square around all that a plane shows, in the layer's unit. */
export function reachOf({ planes, classes, paths }: TrajectoryDrawing, plane: number): number {
  const places = [
    ...(planes[plane]?.points ?? []),
    ...classes.flatMap(({ members }) => members.flatMap((path) => path[plane] ?? [])),
    ...paths.flatMap(({ places }) => [places[plane] ?? ([0, 0] as const)]),
  ].flat();
  return Math.max(1e-12, ...places.map(Math.abs));
}

/** The same of what a row of planes shows: reference points and paths, but not every member of a class. */
export function stackReach(drawing: TrajectoryDrawing, plane: number): number {
  return reachOf({ ...drawing, classes: [] }, plane);
}

/** The room that planes stand in, and how far each of them reaches. */
interface Room {
  readonly width: number;
  readonly height: number;
  readonly reaches: readonly number[];
}

const room = { side: 10, top: 4, bottom: 34 };
/** A sheet ends so far beyond what lies on it. */
const edge = 1.08;

/** Where something in a plane stands on the screen: planes in a row, each seen from its left side and drawn to its own scale. */
export function standing({ width, height, reaches }: Room) {
  const slot = (width - 2 * room.side) / Math.max(1, reaches.length);
  const across = Math.min(0.42 * slot, 120);
  const up = (height - room.top - room.bottom) / 2;
  const rise = Math.min(0.4 * across, 0.25 * up);
  const at = (plane: number, [x, y]: Place): [number, number] => {
    const end = edge * (reaches[plane] ?? 1);
    const [u, v] = [x / end, y / end];
    return [room.side + slot * (plane + 0.5) + across * u, room.top + up - (up - rise) * v - rise * u];
  };
  const corners = (plane: number) => {
    const end = edge * (reaches[plane] ?? 1);
    const signs = [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const;
    return signs.map(([x, y]) => at(plane, [x * end, y * end]));
  };
  return { at, corners, slot, foot: height - room.bottom + 12 };
}
