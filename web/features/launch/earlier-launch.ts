import { graphql } from '@fiducial/schema';
import { notFound } from 'next/navigation';
import { readNode } from '../../lib/read';
import type { LaunchId } from './launch-titles';
import { formOf } from './sent-launch';

const EarlierLaunchQuery = graphql(`
  query EarlierLaunch($id: ID!) {
    node(id: $id) {
      __typename
      ... on Run {
        id
        title
        status
        project { id name }
        launch { mutation input }
        inputs { thing { __typename name ... on Node { id } } }
      }
    }
  }
`);

/** The launch of a run, as a form needs it to be changed. */
export interface EarlierLaunch {
  readonly runId: string;
  readonly title: string;
  readonly status: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Names of the things that went in, by id. */
  readonly names: Readonly<Record<string, string>>;
}

/** Reads a run with the form that would launch it; no form for a run that cannot be launched again. */
export async function readEarlierLaunch(runId: string) {
  const { id, title, status, project, launch, inputs } = await readNode(
    EarlierLaunchQuery,
    { id: runId },
    'Run',
  );
  const form = launch ? formOf(launch.mutation) : undefined;
  const things = inputs.flatMap(({ thing }) => (thing && 'id' in thing ? [[thing.id, thing.name]] : []));
  return {
    ...{ id, title, project, form },
    earlier: {
      ...{ runId: id, title, status },
      // The API gives a launch's input as a JSON object.
      input: (launch?.input ?? {}) as EarlierLaunch['input'],
      names: Object.fromEntries(things),
    },
  };
}

/** The launch that stands in a form's address; shows the not-found page where it is no launch of this form. */
export async function readEarlierLaunchOf(
  form: LaunchId,
  { runId, projectId }: { runId: string; projectId: string },
): Promise<EarlierLaunch> {
  const { form: its, project, earlier } = await readEarlierLaunch(runId);
  if (its !== form || project.id !== projectId) notFound();
  return earlier;
}
