'use client';

import { Alert, Button, Group } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import classes from '../../forms/forms.module.css';
import type { FieldValue } from '../../forms/parameter';
import type { Refusal } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import { counted } from '../../text/names';
import { UploadProgress } from '../upload/upload-progress';
import { type AxisEntry, canVary } from './axis-values';
import { ChangesList } from './changes-list';
import { CopyFold } from './copy-fold';
import { GridEstimate } from './grid-estimate';
import { LaunchEstimate, several } from './launch-estimate';
import type { ThingList } from './launch-fields';
import { type LaunchId, launchTitles } from './launch-titles';
import { stepReach } from './step-reach';
import { useLaunch } from './use-launch';
import { type LaunchFormStart, useLaunchForm } from './use-launch-form';
import { VariedField } from './varied-field';

/** Which form makes what a list holds. */
const makers: Readonly<Record<ThingList, LaunchId>> = {
  datasets: 'dataset',
  models: 'model',
  samples: 'sample',
  attackSets: 'attack',
  referenceSets: 'reference-set',
  detectors: 'detector',
  layerSweeps: 'layer-sweep',
};

/** The form behind a launch: drawn from its plan and from what the server says of the methods. */
export function LaunchForm(start: LaunchFormStart) {
  const { form, options, given, earlier } = start;
  const { project } = options;
  const { plan, all, values, errors, valid, files, inputWith, changes, grid, axes, ...held } =
    useLaunchForm(start);
  const [touched, setTouched] = useState(false);
  const { launch, launching, refusal, transfer, control, forget } = useLaunch(plan, project.id);
  const refusedHere = refusal?.field && errors.has(refusal.field);
  const onChange = (path: string, value: FieldValue | readonly File[]) => {
    held.set(path, value);
    forget();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    const title = axes.map((axis) => axis.title).join(' × ');
    const { launchesWith } = held;
    if (valid) launch({ files, inputWith, ...(grid && { grid: { launchesWith, title } }) });
  };
  const onVary = (path: string, entry: AxisEntry | undefined) => {
    held.vary(path, entry);
    forget();
  };
  /** What has not been typed into yet is not called wrong until the form is sent. */
  const shownError = (path: string) =>
    refusal && refusedHere && refusal.field === path
      ? wordsAtField(refusal)
      : touched || values[path] !== undefined
        ? errors.get(path)
        : undefined;
  const action = launchTitles.find(({ id }) => id === form)?.action ?? 'Start it';
  const reach = stepReach(all, values);
  const whole = valid && files.length === 0 ? inputWith({}) : undefined;
  return (
    <form onSubmit={onSubmit} noValidate className={classes.form}>
      <div className={classes.fields}>
        {all.map((placed) => (
          <VariedField
            key={placed.path}
            entry={held.entries[placed.path]}
            varies={!several.has(plan.mutation) && canVary(placed.field, held.layers)}
            onVary={onVary}
            placed={placed}
            values={values}
            error={shownError(placed.path)}
            options={held.optionsOf(placed.path)}
            chosen={held.chosenOf(placed.path)}
            layers={held.layers}
            makeHref={
              placed.field.kind === 'thing' || placed.field.kind === 'things'
                ? paths.launch(project.id, makers[placed.field.of], { ...given })
                : undefined
            }
            onChange={onChange}
          />
        ))}
      </div>
      {earlier && changes && <ChangesList changes={changes} earlier={earlier} />}
      {refusal && !refusedHere && (
        <Alert color="red" title="Nothing was started">
          {refusal.message}
        </Alert>
      )}
      {reach && (
        <Alert color="orange" title="The steps are too short for these epsilons">
          {reach}
        </Alert>
      )}
      {transfer && <UploadProgress transfer={transfer} control={control} />}
      {grid ? (
        <GridEstimate
          axes={axes}
          size={held.runs}
          most={options.mostAtOnce}
          launches={whole && held.launchesWith({})}
        />
      ) : (
        <LaunchEstimate mutation={plan.mutation} input={whole} />
      )}
      <Group>
        <Button type="submit" loading={launching}>
          {grid && valid ? `Launch ${counted(held.runs, 'run')}` : action}
        </Button>
      </Group>
      <CopyFold
        launch={
          whole &&
          (grid
            ? { mutation: 'launchSeveral', makes: 'LaunchedRuns', input: { launches: held.launchesWith({}) } }
            : { mutation: plan.mutation, makes: plan.makes, input: whole })
        }
        files={files.length > 0}
      />
    </form>
  );
}

/** What was refused, without the path: it stands at the field. */
function wordsAtField({ message, field }: Refusal): string {
  const words = field && message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
  // A file's name stays as it is.
  return /^[a-z]+[ :,]/.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}
