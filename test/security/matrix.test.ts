import { includesRole, roles } from '@fiducial/server/account/roles';
import { schema } from '@fiducial/server/graphql/schema';
import { isIntrospectionType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, ApiBench } from '../testkit/api-bench';
import {
  adminsOnly,
  authorsOnly,
  exceptions,
  expectationOf,
  expectedRole,
  nobody,
  roleOf,
  type ViewerName,
  viewers,
} from './expectations';
import { type FieldDocument, fieldDocuments } from './field-documents';
import { mutationInputs } from './mutation-inputs';
import { askingAs, type Headers, openTwoTeams, type StockedTeam, signedIn } from './two-teams';

/** Every field of the schema, asked for by everybody: who sees what, and what nobody else may. */
let api: ApiBench;
let ours: StockedTeam;
let theirs: StockedTeam;
let documents: FieldDocument[];
const headersOf = new Map<ViewerName, Headers>();

beforeAll(async () => {
  ({ api, ours, theirs } = await openTwoTeams());
  for (const [viewer, headers] of await makeViewers()) headersOf.set(viewer, headers);
  documents = fieldDocuments(schema, { values: argumentValues, nodes: ours.ids, alone: adminsOnly });
}, 300_000);
afterAll(() => api.close());

/** Codes of refusals; what has not been computed yet is missing in other words. */
const denials = new Set(['UNAUTHENTICATED', 'NOT_FOUND', 'FORBIDDEN']);
const notYet = /no such file \(yet\)|no split is called/;

test('every object type is asked for, or is given by mutations only', () => {
  const asked = new Set(documents.map(({ type }) => type));
  const given = namesBelow(schema.getMutationType()?.name ?? '');
  const forgotten = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !isIntrospectionType(type))
    .map(({ name }) => name)
    .filter((name) => !asked.has(name) && !given.has(name) && !['Mutation', 'Subscription'].includes(name));
  expect(forgotten).toEqual([]);
});

describe.each(viewers)('%s', (viewer) => {
  test('gets from every field what is expected, and no word of others', async () => {
    const surprises: string[] = [];
    const ask = async ({ type, fields, way, document }: FieldDocument) => {
      const expected = expectationOf({ type, way }, viewer);
      if (!expected) {
        surprises.push(`${fields.join(', ')}: nobody has said what is expected of ${way.join(' > ')}`);
        return;
      }
      const { text, answer } = await post(document, headersOf.get(viewer) ?? {});
      const verdict = judge(answer);
      const right = expected === 'refuses' ? verdict === 'refuses' : verdict === 'answers';
      if (!right && !(expected === 'empty' && verdict === 'refuses'))
        surprises.push(`${type} by ${way.join(' > ')}: expected ${expected}, got ${text.slice(0, 300)}`);
      if (answer.errors?.some(({ extensions }) => extensions?.code === 'INTERNAL'))
        surprises.push(`${type} by ${way.join(' > ')}: an internal error: ${text.slice(0, 300)}`);
      for (const { canary, whose } of foreign(viewer))
        if (text.includes(canary)) surprises.push(`${type} by ${way.join(' > ')}: speaks of ${whose}`);
    };
    await inTurns(documents, 6, ask);
    expect(surprises).toEqual([]);
  }, 300_000);

  test('reads a file of ours only as a member', async () => {
    const response = await fetch(`${api.address}${ours.filePath}`, { headers: headersOf.get(viewer) ?? {} });
    const text = await response.text();
    expect(response.status).toBe(roleOf[viewer] ? 200 : 404);
    if (!roleOf[viewer]) expect(text).not.toContain(ours.canary);
  });
});

// Those first who may not do it: who may takes away what the others are to be refused.
const byRank = [...viewers].sort((a, b) => rankOf(a) - rankOf(b));

describe.each(byRank)('%s', (viewer) => {
  test.each(Object.keys(schema.getMutationType()?.getFields() ?? {}).filter((name) => !exceptions[name]))(
    'may %s only with the role for it',
    async (mutation) => {
      const needed = expectedRole(mutation);
      expect(needed, `${mutation}: nobody has said which role it needs`).toBeDefined();
      if (!needed) return;
      const make = mutationInputs[mutation];
      expect(make, `${mutation}: expected an input for the test to give`).toBeDefined();
      if (!make) return;
      const { declaration, call, variables } = make(ours, theirs);
      const document = `mutation ${declaration} { result: ${mutation}${call} { __typename ... on UserError { message } } }`;
      const { text, answer } = await post(document, headersOf.get(viewer) ?? {}, variables);
      if (!roleOf[viewer]) expect(text).not.toContain(ours.canary);
      const result = (answer.data as { result?: { __typename: string } } | undefined)?.result?.__typename;
      if (nobody.has(viewer)) return expect(answer.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
      expect(answer.errors, text).toBeUndefined();
      const role = roleOf[viewer];
      const written = mutation in authorsOnly; // by somebody who is none of the viewers
      if (role && includesRole(role, needed) && (!written || role === authorsOnly[mutation]))
        return expect(result, text).not.toBe('ForbiddenError');
      // They make one of their own.
      if (viewer === 'other team' && makesOfTheirOwn.has(mutation)) return;
      // Of what others own nobody is told that it is there.
      const refusal = role || makesOfTheirOwn.has(mutation) ? 'ForbiddenError' : 'NotFoundError';
      expect(result, text).toBe(refusal);
    },
  );
});

test('nobody from outside has done anything in our team', async () => {
  const members = await api.prisma.membership.findMany({ where: { teamId: ours.teamId } });
  const inside = members.map(({ userId }) => userId);
  const runs = { project: { teamId: ours.teamId }, createdById: { notIn: inside } };
  expect(await api.prisma.run.count({ where: runs })).toBe(0);
  const deeds = { teamId: ours.teamId, actorId: { notIn: inside } };
  expect(await api.prisma.auditEntry.count({ where: deeds })).toBe(0);
});

/** Mutations that name nothing of ours. */
const makesOfTheirOwn = new Set(['createProject', 'createTeam', 'startDemonstration']);

function rankOf(viewer: ViewerName): number {
  const role = roleOf[viewer];
  return role ? roles.indexOf(role) + 1 : 0;
}

async function makeViewers(): Promise<[ViewerName, Headers][]> {
  const { teamId } = ours;
  const of = (name: string, role: 'VIEWER' | 'RUNNER' | 'EDITOR' | 'ADMIN') =>
    signedIn(api, { name, teamId, role });
  const closed = await of('closed', 'ADMIN');
  await api.prisma.user.update({ where: { email: 'closed@example.org' }, data: { disabledAt: new Date() } });
  const admin = await of('admin', 'ADMIN');
  const other = await askingAs(api, admin).ask<{ result: { id: string } }>(
    'mutation { result: createProject(input: { name: "Elsewhere" }) { ... on Project { id } } }',
  );
  const token = async (name: string, scope: string, projectId?: string): Promise<Headers> => {
    const { result } = await askingAs(api, admin).ask<{ result: { secret: string } }>(
      'mutation ($input: CreateAccessTokenInput!) { result: createAccessToken(input: $input) { ... on NewAccessToken { secret } } }',
      { input: { name, scope, ...(projectId && { projectId }) } },
    );
    return { authorization: `Bearer ${result.secret}` };
  };
  const made: [ViewerName, Headers][] = [
    ['anonymous', {}],
    ['other team', theirs.admin],
    ['viewer', await of('viewer', 'VIEWER')],
    ['runner', await of('runner', 'RUNNER')],
    ['editor', await of('editor', 'EDITOR')],
    ['admin', admin],
    ['closed account', closed],
    ['expired token', await token('expired', 'ADMIN')],
    ['revoked token', await token('revoked', 'ADMIN')],
    ['read token', await token('read', 'READ')],
    ['run token', await token('run', 'RUN')],
    ['token of another project', await token('elsewhere', 'ADMIN', other.result.id)],
  ];
  const past = new Date(0);
  await api.prisma.accessToken.updateMany({ where: { name: 'expired' }, data: { expiresAt: past } });
  await api.prisma.accessToken.updateMany({ where: { name: 'revoked' }, data: { revokedAt: past } });
  return made;
}

/** Words that a viewer may not read anywhere. A token of another project may know its own team's name. */
function foreign(viewer: ViewerName): { canary: string; whose: string }[] {
  const all = [
    { canary: ours.canary, whose: 'our team' },
    { canary: theirs.canary, whose: 'the other team' },
  ];
  if (viewer === 'other team') return all.slice(0, 1);
  if (roleOf[viewer] || viewer === 'token of another project') return all.slice(1);
  return all;
}

function judge({ data, errors }: Answer<unknown>): 'answers' | 'refuses' {
  const refused = ({ message, extensions }: NonNullable<typeof errors>[number]) =>
    denials.has(extensions?.code ?? '') && !notYet.test(message);
  if (errors?.some(refused)) return 'refuses';
  if (errors) return 'answers';
  const values = Object.values((data as Record<string, unknown> | null) ?? {});
  // A thing that is not there for the one who asks is null, without a word.
  return data && 'node' in (data as object) && values.every((value) => value === null)
    ? 'refuses'
    : 'answers';
}

async function post(query: string, headers: Headers, variables: Record<string, unknown> = {}) {
  const response = await fetch(`${api.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { text, answer: JSON.parse(text) as Answer<unknown> };
}

function argumentValues(argument: string, field: string): string | undefined {
  const ids = ours.ids;
  const text = JSON.stringify;
  const values: Readonly<Record<string, string | undefined>> = {
    'Query.compare(evaluationIds)': text([ids.Evaluation]),
    'Query.input(evaluationId)': text(ids.Evaluation),
    'Query.input(index)': '0',
    'Query.invitation(secret)': '"no such secret"',
    'Query.sharedView(secret)': '"no such secret"',
    'Query.estimateRun(input)': `{ drawSample: { modelId: ${text(ids.Model)} } }`,
    'Query.foreseeLaunches(launches)': `[{ launch: { drawSample: { modelId: ${text(ids.Model)} } } }]`,
    'Run.attempts(last)': '5',
    'Project.reportBlock(block)': `{ results: { evaluationIds: [${text(ids.Evaluation)}] } }`,
    'Query.runSelection(filter)': '{}',
    'Query.node(id)': text(ids.Project),
    'Query.nodes(ids)': text([ids.Project, ids.Run]),
    'Query.project(slug)': text(ours.slug),
    'AttackSet.images(epsilonIndex)': '0',
    'Evaluation.inputsAt(indices)': '[0]',
    'Dataset.items(splitName)': '"train"',
    'LayerSweep.cell(k)': '1',
    'LayerSweep.cell(layer)': '"conv4"',
    'LayerSweep.cell(weighting)': '"rank"',
    'ReferenceSet.representatives(layer)': '"conv4"',
  };
  return values[`${field}(${argument})`] ?? (argument === 'first' ? '1' : undefined);
}

/** Names of the object types that fields of a type give, and theirs. */
function namesBelow(name: string, seen = new Set<string>()): Set<string> {
  const type = schema.getType(name);
  if (seen.has(name) || !type) return seen;
  seen.add(name);
  for (const one of 'getTypes' in type ? type.getTypes() : []) namesBelow(one.name, seen);
  if (isObjectType(type))
    for (const field of Object.values(type.getFields()))
      namesBelow(String(field.type).replaceAll(/[[\]!]/g, ''), seen);
  return seen;
}

async function inTurns<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>) {
  const waiting = [...items];
  const turn = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
}
