import { useState } from 'react';
import type { FieldValue } from '../../forms/parameter';
import type { AxisEntry } from './axis-values';
import { changedFields } from './changed-fields';
import { checkField } from './check-field';
import type { EarlierLaunch } from './earlier-launch';
import { filesOf } from './field-values';
import { chosenBefore, chosenNow, fittedParameters } from './fitted-parameters';
import { priority } from './forms/common-fields';
import { givenValues } from './given-values';
import { axesOf, gridPoints, gridSize } from './grid';
import { launchForms } from './launch-forms';
import { launchInput } from './launch-input';
import type { LaunchOptions } from './launch-options';
import type { LaunchValues, Offer } from './launch-state';
import type { LaunchId } from './launch-titles';
import { offeredVariants } from './offered-variants';
import { narrowedFields, thingChoice } from './thing-choice';
import { valuesOfInput } from './values-of-input';
import { visibleFields } from './visible-fields';

/** Where a launch form begins. */
export interface LaunchFormStart {
  readonly form: LaunchId;
  readonly options: LaunchOptions;
  /** What the address fills in. */
  readonly given: Readonly<Record<string, string>>;
  /** The launch that is to be changed, if one is. */
  readonly earlier?: EarlierLaunch | undefined;
}

/** A launch of several, as the API takes it. */
export interface LabeledLaunch {
  readonly label: string;
  readonly launch: Readonly<Record<string, unknown>>;
}

/** What stands in a launch form, what is wrong with it, and what it would send. */
export function useLaunchForm({ form, options, given, earlier }: LaunchFormStart) {
  const plan = launchForms[form];
  const { project, things } = options;
  const offer: Offer = { things, given };
  const planned = [...plan.fields(options), priority];
  const [first] = useState<LaunchValues>(() =>
    earlier ? valuesOfInput(planned, withPriority(earlier.input)) : givenValues(planned, given),
  );
  const [held, setValues] = useState(first);
  const [entries, setEntries] = useState<Readonly<Record<string, AxisEntry | undefined>>>({});
  const fieldsAt = (values: LaunchValues) => {
    const fields = narrowedFields(offeredVariants(planned, { values, offer }), { values, offer });
    return fittedParameters(fields, chosenNow(fields, { values, offer }), offer);
  };
  const { axes, problems } = axesOf(visibleFields(fieldsAt(held), held), entries);
  const grid = axes.length + problems.size > 0;
  const pathsReadWith = (point: LaunchValues) => {
    const at = { ...held, ...point };
    return new Set(visibleFields(fieldsAt(at), at).map(({ path }) => path));
  };
  const points = grid && gridSize(axes) <= options.mostAtOnce ? gridPoints(axes, pathsReadWith) : [];
  // In a grid the form stands at its first run in which every axis has its field.
  const whole = points.find((point) => {
    const paths = pathsReadWith(point.values);
    return axes.every(({ path }) => paths.has(path));
  });
  const values = { ...held, ...(whole ?? points[0])?.values };
  const fields = fieldsAt(values);
  const all = visibleFields(fields, values);
  const choices = new Map(all.map((placed) => [placed.path, thingChoice(placed, all, { values, offer })]));
  const chosenOf = (path: string) => choices.get(path)?.chosen ?? [];
  const errors = new Map(
    all.map((placed) => [
      placed.path,
      problems.get(placed.path) ?? checkField(placed, values, chosenOf(placed.path)),
    ]),
  );
  type Uploads = Readonly<Record<string, readonly string[]>>;
  const inputAt = (at: LaunchValues, uploads: Uploads): Record<string, unknown> => ({
    ...(plan.inProject ? { projectId: project.id } : {}),
    ...launchInput(fieldsAt(at), { values: at, offer, uploads }),
  });
  return {
    ...{ plan, all, values, errors },
    valid: [...errors.values()].every((problem) => problem === undefined) && (!grid || points.length > 0),
    set: (path: string, value: FieldValue | readonly File[]) =>
      setValues((before) => ({ ...before, [path]: value })),
    ...{ grid, axes, entries },
    /** Runs of the grid; the product of its axes where these are more than are launched at once. */
    runs: points.length || gridSize(axes),
    /** Gives a field several values; undefined gives it one again. */
    vary: (path: string, entry: AxisEntry | undefined) =>
      setEntries((before) => ({ ...before, [path]: entry })),
    /** The launches of a grid, once the ids of the files are known. */
    launchesWith: (uploads: Uploads): LabeledLaunch[] =>
      points.map((point) => ({
        label: point.label,
        launch: { [plan.mutation]: inputAt({ ...held, ...point.values }, uploads) },
      })),
    optionsOf: (path: string) => choices.get(path)?.options ?? [],
    chosenOf,
    /** Layers of the model or reference set that is chosen. */
    layers: ['referenceSetId', 'modelId'].flatMap((path) => chosenOf(path)[0]?.layers ?? []),
    /** Files that are to be sent before the launch. */
    files: all.flatMap(({ path, field }) =>
      field.kind === 'file' ? filesOf(values[path]).map((file) => ({ path, kind: field.upload, file })) : [],
    ),
    /** What is sent, once the ids of the files are known. */
    inputWith: (uploads: Uploads) => inputAt(values, uploads),
    changes:
      earlier &&
      changedFields(
        {
          fields: fittedParameters(planned, chosenBefore(planned, { values: first, offer }), offer),
          values: first,
        },
        { fields, values },
        { offer, names: earlier.names, axes },
      ),
  };
}

/** A launch tells a priority that is out of the ordinary only. */
const withPriority = (input: EarlierLaunch['input']) => ({ priority: 'NORMAL', ...input });
