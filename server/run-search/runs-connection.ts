import { queryFromInfo } from '@pothos/plugin-prisma';
import type { GraphQLResolveInfo } from 'graphql';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { pageSize } from '../graphql/page-size';
import { RunObject } from '../run/run-types';
import { InvalidInputError } from '../user-error';
import { type RunFilter, RunFilterInput, type RunSort, RunSortInput } from './run-filter-inputs';
import {
  countRuns,
  isPlain,
  mostCounted,
  plainPage,
  plainPart,
  type RunPlace,
  type RunSearch,
  searchRuns,
} from './search-runs';

const defaultFirst = 20;

interface PageArguments {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
  readonly filter?: RunFilter | null | undefined;
  readonly sort?: RunSort | null | undefined;
}

/** A page of runs of some projects as a connection. */
async function pageOf(
  context: ApiContext,
  projectIds: readonly string[],
  { first, last, after, before, filter, sort }: PageArguments,
  info: GraphQLResolveInfo,
) {
  const backward = (last ?? null) !== null || (before ?? null) !== null;
  if (backward && ((first ?? null) !== null || (after ?? null) !== null))
    throw new InvalidInputError('last and before: expected them without first and after', { field: 'last' });
  const place = {
    count: pageSize((backward ? last : first) ?? defaultFirst),
    backward,
    cursor: backward ? before : after,
  };
  const search = { projectIds, filter: filter ?? {}, sort };
  const query = queryFromInfo({ context, info, path: ['edges', 'node'], typeName: 'Run' });
  const { page: edges, more } = isPlain(search)
    ? plainPage(await context.prisma.run.findMany({ ...query, ...plainPart(search, place) }), place)
    : await searchedPage(context, { search, place, query });
  return {
    edges,
    pageInfo: {
      get startCursor() {
        return edges.at(0)?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
      hasNextPage: backward ? Boolean(before) : more,
      hasPreviousPage: backward ? more : Boolean(after),
    },
    search,
  };
}

/** A page of a list that is narrowed or sorted: what is found, then its rows. */
async function searchedPage(
  { prisma }: ApiContext,
  { search, place, query }: { search: RunSearch; place: RunPlace; query: object },
) {
  const { runs, more } = await searchRuns(prisma, search, place);
  const found = await prisma.run.findMany({ ...query, where: { id: { in: runs.map(({ id }) => id) } } });
  const byId = new Map(found.map((run) => [run.id, run]));
  // One that was deleted in between is left out.
  const page = runs.flatMap(({ id, cursor }) => {
    const node = byId.get(id);
    return node ? [{ cursor, node }] : [];
  });
  return { page, more };
}

const words = 'Runs, the newest first unless they are sorted otherwise.';
const totalWords = `Elements of the whole list, counted up to ${mostCounted}: one more stands for any number beyond.`;

builder.queryField('runs', (t) =>
  t.connection(
    {
      type: RunObject,
      description: words,
      args: {
        filter: t.arg({ type: RunFilterInput, description: 'Only these.' }),
        sort: t.arg({ type: RunSortInput, description: 'In which order.' }),
        projectId: t.arg.globalID({ description: 'Only of this project.' }),
      },
      resolve: async (_, { projectId, ...args }, context, info) => {
        return pageOf(context, await projectsToSearch(context, projectId?.id), args, info);
      },
    },
    {
      name: 'QueryRunsConnection',
      fields: (c) => ({
        totalCount: c.int({
          description: totalWords,
          resolve: ({ search }, _, { prisma }) => countRuns(prisma, search),
        }),
      }),
    },
    { name: 'QueryRunsConnectionEdge' },
  ),
);

builder.prismaObjectField('Project', 'runs', (t) =>
  t.connection(
    {
      type: RunObject,
      description: words,
      args: {
        filter: t.arg({ type: RunFilterInput, description: 'Only these.' }),
        sort: t.arg({ type: RunSortInput, description: 'In which order.' }),
      },
      select: { id: true },
      resolve: ({ id }, args, context, info) => pageOf(context, [id], args, info),
    },
    {
      name: 'ProjectRunsConnection',
      fields: (c) => ({
        totalCount: c.int({
          description: totalWords,
          resolve: ({ search }, _, { prisma }) => countRuns(prisma, search),
        }),
      }),
    },
    { name: 'ProjectRunsConnectionEdge' },
  ),
);

/** Ids of the projects whose runs are asked for and may be read: all of the viewer's, or the one that is named. */
async function projectsToSearch({ prisma, viewer }: ApiContext, id: string | undefined): Promise<string[]> {
  if (id !== undefined) return (await viewer.mayRead(id)) ? [id] : [];
  const projects = await prisma.project.findMany({ where: viewer.projects, select: { id: true } });
  return projects.map((project) => project.id);
}
