import { classInWords, type FieldValue, optionInWords, type Parameter } from '../../forms/parameter';
import { titleOfName } from '../../text/names';
import { type AxisEntry, axisValues } from './axis-values';
import type { LaunchValues, PlacedField } from './launch-state';

/** A parameter that is tried with several values. */
export interface GridAxis {
  readonly path: string;
  readonly title: string;
  readonly values: readonly FieldValue[];
  /** A value for people. */
  readonly inWords: (value: FieldValue) => string;
}

/** A run of a grid: what tells it from the others, and what stands in the fields of the axes. */
export interface GridPoint {
  readonly label: string;
  readonly values: LaunchValues;
}

/** The axes among the fields of a form, and what is wrong with others, by path. */
export function axesOf(
  all: readonly PlacedField[],
  entries: Readonly<Record<string, AxisEntry | undefined>>,
): { axes: readonly GridAxis[]; problems: ReadonlyMap<string, string> } {
  const axes: GridAxis[] = [];
  const problems = new Map<string, string>();
  for (const { path, field } of all) {
    const entry = entries[path];
    if (entry === undefined || field.kind !== 'parameter') continue;
    const found = axisValues(field.parameter, entry);
    if ('problem' in found) problems.set(path, found.problem);
    else
      axes.push({
        ...{ path, title: titleOfName(field.parameter.name), values: found.values },
        inWords: inWordsOf(field.parameter),
      });
  }
  return { axes, problems };
}

/** How many runs a grid makes: the product of its axes. */
export function gridSize(axes: readonly GridAxis[]): number {
  return axes.reduce((product, { values }) => product * values.length, 1);
}

/**
 * The runs of a grid, the last axis changing first. Where a run does not read the field of an axis beside its other values,
 * its label leaves it out, and runs that differ in nothing else are one.
 */
export function gridPoints(
  axes: readonly GridAxis[],
  pathsReadWith: (values: LaunchValues) => ReadonlySet<string> = () => new Set(axes.map(({ path }) => path)),
): readonly GridPoint[] {
  const all = axes.reduce<readonly LaunchValues[]>(
    (points, { path, values }) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [path]: value }))),
    [{}],
  );
  const points = new Map<string, GridPoint>();
  for (const values of all) {
    const paths = pathsReadWith(values);
    const read = axes.filter(({ path }) => paths.has(path));
    // The fields of axes are parameters, whose values are no files.
    const stands = (path: string) => values[path] as FieldValue;
    const key = JSON.stringify(read.map(({ path }) => [path, stands(path)]));
    if (points.has(key)) continue;
    const label = read.reduce(
      (before, { path, title, inWords }) =>
        labelOf(before, `${withLowerStart(title)} ${inWords(stands(path))}`),
      '',
    );
    points.set(key, { label, values });
  }
  return [...points.values()];
}

const mostLabelCharacters = 80;

/** Of a long one the end stays: the last axis changes from one run to the next. */
function labelOf(before: string, more: string): string {
  const whole = before === '' ? more : `${before}, ${more}`;
  return whole.length > mostLabelCharacters ? `…${whole.slice(1 - mostLabelCharacters)}` : whole;
}

/** How the values of a parameter are called. */
function inWordsOf({ type, options }: Parameter): GridAxis['inWords'] {
  return type === 'CLASS' ? (value) => classInWords(options, String(value)) : valueInLabel;
}

/** A value of an axis for people. */
export function valueInLabel(value: FieldValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'string' ? optionInWords(value) : value.join(' + ');
}

/** Symbols such as k stay as they are, so does an abbreviation. */
function withLowerStart(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
