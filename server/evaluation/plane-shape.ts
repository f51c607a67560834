import { distancesTo, type Plane, placeInPlane, stress } from '@fiducial/core/trajectory';

/** A layer as its plane shows it. */
export interface PlaneShape {
  readonly layer: string;
  /** Of the reference points, `[classes][2]`. */
  readonly points: readonly (readonly number[])[];
  readonly kept: number;
  readonly keptOfInput: number;
  readonly stress: number;
  /** Of the classes that are not drawn; null where all are. */
  readonly others: {
    readonly nearestClass: string;
    readonly nearest: number;
    readonly farthest: number;
  } | null;
}

interface LayerFacts {
  readonly layer: string;
  /** Classes that are drawn. */
  readonly classes: readonly number[];
  readonly classNames: readonly string[];
  /** Among their reference points, `[classes, classes]`. */
  readonly squared: Float64Array;
  /** Of the input to all classes. */
  readonly distances: Float64Array;
}

/** The plane with how truly it shows distances: those among its points, and the input's to them. */
export function planeShape(plane: Plane, facts: LayerFacts): PlaneShape {
  const { layer, classes, squared, distances } = facts;
  const toShown = Float64Array.from(classes, (label) => distances[label] ?? 0);
  const { points, kept } = plane;
  const input = placeInPlane(
    plane,
    toShown.map((value) => value * value),
  );
  const drawn = distancesTo(points, input);
  const at = (index: number): [number, number] => [points[2 * index] ?? 0, points[2 * index + 1] ?? 0];
  const among = classes.flatMap((_, index) => [...distancesTo(points, at(index))]);
  return {
    layer,
    points: classes.map((_, index) => at(index)),
    kept,
    keptOfInput: share(drawn, toShown),
    stress: stress([...squared.map(Math.sqrt), ...toShown, ...toShown], [...among, ...drawn, ...drawn]),
    others: othersIn(facts),
  };
}

/** Share of squared distances. */
function share(drawn: Float64Array, distances: Float64Array): number {
  const sum = (values: Float64Array) => values.reduce((all, value) => all + value * value, 0);
  const whole = sum(distances);
  return whole > 0 ? sum(drawn) / whole : 1;
}

function othersIn({ classes, classNames, distances }: LayerFacts): PlaneShape['others'] {
  const shown = new Set(classes);
  const others = [...distances.keys()].filter((label) => !shown.has(label));
  const [first] = others;
  if (first === undefined) return null;
  const of = (label: number) => distances[label] ?? 0;
  const nearest = others.reduce((best, label) => (of(label) < of(best) ? label : best), first);
  return {
    nearestClass: classNames[nearest] ?? String(nearest),
    nearest: of(nearest),
    farthest: Math.max(...others.map(of)),
  };
}
