import { Prisma, type SavedView } from '@fiducial/prisma/client';
import { z } from 'zod';
import type { ApiContext } from '../graphql/context';
import { findProject, found } from '../launch/find-things';
import { realToJson } from '../metric/real';
import { checkName } from '../name';
import type { RunFilter, RunSort } from '../run-search/run-filter-inputs';
import { InvalidInputError, LimitError } from '../user-error';

const mostViews = 100;
const mostColumns = 50;
const mostColumnCharacters = 300;

/** A list of runs that people come back to: which runs, in which order, with which columns. */
export interface SaveViewInput {
  readonly projectId: string;
  readonly name: string;
  readonly filter?: RunFilter | null | undefined;
  readonly sort?: RunSort | null | undefined;
  readonly columns: readonly string[];
}

/** Keeps a view under its name, in place of one of the same name. @throws {InvalidInputError} @throws {LimitError} */
export async function saveView(context: ApiContext, input: SaveViewInput): Promise<SavedView> {
  const name = checkName(input.name, 'name');
  if (input.columns.length > mostColumns)
    throw new LimitError(`columns: expected at most ${mostColumns}, got ${input.columns.length}`);
  if (input.columns.some((column) => column.length > mostColumnCharacters))
    throw new InvalidInputError(`columns: expected at most ${mostColumnCharacters} characters each`, {
      field: 'columns',
    });
  const { id: projectId } = await findProject(context, input.projectId);
  const data = {
    filter: asJson(input.filter ?? {}),
    sort: input.sort ? asJson(input.sort) : Prisma.DbNull,
    columns: [...input.columns],
  };
  const view = await context.prisma.savedView.upsert({
    where: { projectId_name: { projectId, name } },
    create: { projectId, name, createdById: context.viewer.id, ...data },
    update: data,
  });
  const count = await context.prisma.savedView.count({ where: { projectId } });
  if (count <= mostViews) return view;
  await context.prisma.savedView.delete({ where: { id: view.id } });
  throw new LimitError(`views: expected at most ${mostViews} in a project, got ${count}`);
}

/** Forgets a view. Returns its id. @throws {NotFoundError} */
export async function deleteView(context: ApiContext, id: string): Promise<string> {
  const view = await found(context, 'view', (project) =>
    context.prisma.savedView.findFirst({ where: { id, project } }),
  );
  await context.prisma.savedView.deleteMany({ where: { id: view.id } });
  return id;
}

/** An input as clients send it: moments and doubles in the words that JSON has for them. */
function asJson(input: object): Prisma.InputJsonObject {
  const text = JSON.stringify(input, (_, value: unknown) =>
    typeof value === 'number' ? realToJson(value) : value,
  );
  return z.record(z.string(), z.json()).parse(JSON.parse(text)) as Prisma.InputJsonObject; // just parsed from JSON
}
