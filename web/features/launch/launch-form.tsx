'use client';

import { Alert, Button, CopyButton, Group } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import classes from '../../forms/forms.module.css';
import type { FieldValue } from '../../forms/parameter';
import type { Refusal } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import { UploadProgress } from '../upload/upload-progress';
import { checkField } from './check-field';
import { filesOf } from './field-values';
import { priority } from './forms/common-fields';
import { givenValues } from './given-values';
import { LaunchEstimate } from './launch-estimate';
import { LaunchFieldControl } from './launch-field';
import type { ThingList } from './launch-fields';
import { launchForms } from './launch-forms';
import { launchInput, mutationText } from './launch-input';
import type { LaunchOptions } from './launch-options';
import type { LaunchValues, Offer, PlacedField } from './launch-state';
import { type LaunchId, launchTitles } from './launch-titles';
import { offeredVariants } from './offered-variants';
import { narrowedFields, thingChoice } from './thing-choice';
import { useLaunch } from './use-launch';
import { visibleFields } from './visible-fields';

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
export function LaunchForm({
  form,
  options,
  given,
}: {
  form: LaunchId;
  options: LaunchOptions;
  given: Readonly<Record<string, string>>;
}) {
  const plan = launchForms[form];
  const { project, things } = options;
  const offer: Offer = { things, given };
  const planned = [...plan.fields(options), priority];
  const [values, setValues] = useState<LaunchValues>(() => givenValues(planned, given));
  const fields = narrowedFields(offeredVariants(planned, { values, offer }), { values, offer });
  const [touched, setTouched] = useState(false);
  const { launch, launching, refusal, transfer, control, forget } = useLaunch(plan, project.id);
  const all = visibleFields(fields, values);
  const choices = new Map(all.map((placed) => [placed.path, thingChoice(placed, all, { values, offer })]));
  const chosenOf = (path: string) => choices.get(path)?.chosen ?? [];
  const layers = ['referenceSetId', 'modelId'].flatMap((path) => chosenOf(path)[0]?.layers ?? []);
  const errors = new Map(
    all.map((placed) => [placed.path, checkField(placed, values, chosenOf(placed.path))]),
  );
  const valid = [...errors.values()].every((problem) => problem === undefined);
  const refusedHere = refusal?.field && errors.has(refusal.field);
  const inputWith = (uploads: Readonly<Record<string, readonly string[]>>) => ({
    ...(plan.inProject ? { projectId: project.id } : {}),
    ...launchInput(fields, { values, offer, uploads }),
  });
  const onChange = (path: string, value: FieldValue | readonly File[]) => {
    setValues((before) => ({ ...before, [path]: value }));
    forget();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (valid) launch({ files: filesIn(all, values), inputWith });
  };
  /** What has not been typed into yet is not called wrong until the form is sent. */
  const shownError = (path: string) =>
    refusal && refusedHere && refusal.field === path
      ? wordsAtField(refusal)
      : touched || values[path] !== undefined
        ? errors.get(path)
        : undefined;
  const action = launchTitles.find(({ id }) => id === form)?.action ?? 'Start it';
  return (
    <form onSubmit={onSubmit} noValidate className={classes.form}>
      <div className={classes.fields}>
        {all.map((placed) => (
          <LaunchFieldControl
            key={placed.path}
            placed={placed}
            values={values}
            error={shownError(placed.path)}
            options={choices.get(placed.path)?.options ?? []}
            chosen={chosenOf(placed.path)}
            layers={layers}
            makeHref={
              placed.field.kind === 'thing' || placed.field.kind === 'things'
                ? paths.launch(project.id, makers[placed.field.of], { ...given })
                : undefined
            }
            onChange={onChange}
          />
        ))}
      </div>
      {refusal && !refusedHere && (
        <Alert color="red" title="Nothing was started">
          {refusal.message}
        </Alert>
      )}
      {transfer && <UploadProgress transfer={transfer} control={control} />}
      <LaunchEstimate
        mutation={plan.mutation}
        input={valid && filesIn(all, values).length === 0 ? inputWith({}) : undefined}
      />
      <Group>
        <Button type="submit" loading={launching}>
          {action}
        </Button>
        <CopyButton
          value={mutationText(plan.mutation, { makes: plan.makes, input: inputWith({}), fields: all })}
        >
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy as GraphQL mutation'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </form>
  );
}

/** What was refused, without the path: it stands at the field. */
function wordsAtField({ message, field }: Refusal): string {
  const words = field && message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
  // A file's name stays as it is.
  return /^[a-z]+[ :,]/.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}

/** Files that are to be sent before the launch, by path. */
function filesIn(all: readonly PlacedField[], values: LaunchValues) {
  return all.flatMap(({ path, field }) =>
    field.kind === 'file' ? filesOf(values[path]).map((file) => ({ path, kind: field.upload, file })) : [],
  );
}
