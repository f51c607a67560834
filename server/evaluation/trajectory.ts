import type { MapDistance } from '@fiducial/core/detectors';
import {
  alignedPlanes,
  asDistance,
  chooseClasses,
  type Plane,
  placeInPlane,
  squaredPointDistances,
} from '@fiducial/core/trajectory';
import { readRowsAt } from '../artifact/read-artifact';
import type { ApiContext } from '../graphql/context';
import { datasetOf, type InputShape, predictionOf } from './input';
import { type MapState, readMapState } from './map-state';
import { type PlaneShape, planeShape } from './plane-shape';
import { trajectoryRows } from './trajectory-rows';

/** Classes that are drawn: of more the eye keeps no track, and each costs distances to all others. */
const mostClasses = 12;

/** The way of one input through the planes. */
export interface PathShape {
  readonly index: number;
  readonly kind: 'input' | 'cleanTwin' | 'authentic';
  /** `[layers][2]` */
  readonly places: readonly (readonly number[])[];
  /** To each class that is drawn, `[layers][classes]`. */
  readonly distances: readonly (readonly number[])[];
}

/** A class that is drawn. */
export interface ShownClassShape {
  readonly label: number;
  readonly className: string;
  /** Places of authentic inputs of it, `[inputs][layers][2]`. */
  readonly members: readonly PathShape['places'][];
}

/** An input's way through the layers, among reference points and authentic inputs. */
export interface TrajectoryShape {
  readonly distance: MapDistance;
  readonly representative: string;
  readonly planes: readonly PlaneShape[];
  readonly classes: readonly ShownClassShape[];
  readonly otherClasses: number;
  readonly paths: readonly PathShape[];
}

/** The trajectory of an input; null where its detector reads no evolution map. Small dense matrices: milliseconds. */
export async function trajectoryOf(input: InputShape, context: ApiContext): Promise<TrajectoryShape | null> {
  const maps = { runId: input.evaluation.runId, name: 'maps' };
  if ((await context.prisma.runArtifact.count({ where: maps })) === 0) return null;
  const state = await readMapState(context, input.evaluation);
  const { rows: own } = await readRowsAt(context, maps, [input.index]);
  const distances = layerDistances(own.get(input.index), state);
  const classes = chooseClasses({
    distances,
    always: [predictionOf(input).classIndex, input.inputs.label[input.index] ?? 0],
    most: mostClasses,
  });
  const among = trajectoryRows(input, classes);
  const twin = among.cleanTwin === null ? [] : [among.cleanTwin];
  const { rows } = await readRowsAt(context, maps, [...twin, ...among.paths, ...among.members.flat()]);
  const squared = squaredByLayer(state, classes);
  const planes = alignedPlanes(squared, classes.length);
  const shownDistances = (index: number) =>
    layerDistances(rows.get(index) ?? own.get(index), state).map((row) =>
      classes.map((label) => row[label] ?? 0),
    );
  const path = (kind: PathShape['kind'], index: number): PathShape => {
    const shown = shownDistances(index);
    return { kind, index, places: places(planes, shown), distances: shown.map((row) => row.map(short)) };
  };
  const { classNames } = datasetOf(input);
  return {
    ...state.params,
    planes: planes.map((plane, layer) =>
      planeShape(plane, {
        layer: state.layers[layer] ?? '',
        squared: squared[layer] ?? new Float64Array(),
        distances: distances[layer] ?? new Float64Array(),
        ...{ classes, classNames },
      }),
    ),
    classes: classes.map((label, at) => ({
      label,
      className: classNames[label] ?? String(label),
      members: (among.members[at] ?? []).map((index) => places(planes, shownDistances(index))),
    })),
    otherClasses: (distances[0]?.length ?? 0) - classes.length,
    paths: [
      path('input', input.index),
      ...twin.map((index) => path('cleanTwin', index)),
      ...among.paths.map((index) => path('authentic', index)),
    ],
  };
}

/** A row of the maps as distances, `[layers][classes]`. */
function layerDistances(map: Float32Array | undefined, { layers, params }: MapState): Float64Array[] {
  const count = (map?.length ?? 0) / Math.max(1, layers.length);
  return layers.map((_, layer) =>
    Float64Array.from(map?.subarray(layer * count, (layer + 1) * count) ?? [], (entry) =>
      asDistance(entry, params.distance),
    ),
  );
}

/** Squared distances among the reference points of these classes, layer by layer. */
function squaredByLayer({ layers, arrays, params }: MapState, classes: readonly number[]): Float64Array[] {
  return layers.map((layer) => {
    const points = arrays[`points/${layer}`];
    if (!points) throw new Error(`the detector's state has no reference points in ${layer}`);
    const { data, shape } = points;
    return squaredPointDistances({ data, dimensions: shape[1] ?? 0 }, classes, params.distance);
  });
}

function places(planes: readonly Plane[], distances: readonly (readonly number[])[]): [number, number][] {
  return planes.map((plane, layer) => {
    const [x, y] = placeInPlane(
      plane,
      (distances[layer] ?? []).map((value) => value * value),
    );
    return [short(x), short(y)];
  });
}

/** Six digits: the distances behind it are 32-bit floats, which hold seven. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}
