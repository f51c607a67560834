import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiBench } from '../testkit/api-bench';
import { askingAs, globalId, type Headers, openTwoTeams, type StockedTeam, signedIn } from './two-teams';

/** Who writes what about runs, evaluations and inputs, whom it reaches, and who takes it away. */
let api: ApiBench;
let ours: StockedTeam;
let theirs: StockedTeam;
let ada: Headers;
let ben: Headers;
let benId: string;

beforeAll(async () => {
  ({ api, ours, theirs } = await openTwoTeams());
  ada = await signedIn(api, { name: 'ada', teamId: ours.teamId, role: 'RUNNER' });
  ben = await signedIn(api, { name: 'ben', teamId: ours.teamId, role: 'VIEWER' });
  const { id } = await api.prisma.user.findUniqueOrThrow({ where: { email: 'ben@example.org' } });
  benId = globalId('User', id);
}, 120_000);
afterAll(() => api.close());

interface Written {
  readonly __typename: string;
  readonly message?: string;
  readonly field?: string;
  readonly id: string;
  readonly editedAt: string | null;
  readonly mentions: readonly { readonly name: string }[];
}
const outcome = `__typename ... on UserError { message } ... on InvalidInputError { field }
  ... on Comment { id text editedAt mentions { name } }`;
const mutate = async (headers: Headers, mutation: string, type: string, input: object) =>
  (
    await askingAs(api, headers).ask<{ result: Written }>(
      `mutation ($input: ${type}!) { result: ${mutation}(input: $input) { ${outcome} } }`,
      { input },
    )
  ).result;
const add = (headers: Headers, input: object) => mutate(headers, 'addComment', 'AddCommentInput', input);
const byId = async (headers: Headers, mutation: string, id: string) =>
  (
    await askingAs(api, headers).ask<{ result: { __typename: string } }>(
      `mutation ($id: ID!) { result: ${mutation}(id: $id) { __typename } }`,
      { id },
    )
  ).result.__typename;

interface Shown {
  readonly text: string;
  readonly authorName: string;
  readonly isViewers: boolean;
  readonly deletable: boolean;
}
const commentsOf = async (headers: Headers, type: string, id: string | undefined) => {
  const { node } = await askingAs(api, headers).ask<{ node: { comments: { edges: { node: Shown }[] } } }>(
    `query ($id: ID!) { node(id: $id) { ... on ${type} { comments(first: 100) { totalCount
      edges { node { text authorName isViewers deletable } } } } } }`,
    { id },
  );
  return node.comments.edges.map((edge) => edge.node);
};
interface Mentions {
  readonly unseenMentions: number;
  readonly mentions: {
    readonly edges: readonly { readonly node: { readonly id: string; readonly unseen: boolean } }[];
  };
}
const mentionsOf = async (headers: Headers) =>
  (
    await askingAs(api, headers).ask<{ viewer: Mentions }>(
      '{ viewer { unseenMentions mentions(first: 100) { edges { node { id text unseen run { title } } } } } }',
    )
  ).viewer;

describe('a comment', () => {
  test('is read by the team, and mentions whom it says until they have seen it', async () => {
    const written = await add(ada, {
      runId: ours.ids.Run,
      text: '  Is this the right seed, @ben?  ',
      mentions: [benId, benId],
    });
    expect(written).toMatchObject({ text: 'Is this the right seed, @ben?', editedAt: null });
    expect(written.mentions.map(({ name }) => name)).toEqual(['ben']);

    expect(await commentsOf(ben, 'Run', ours.ids.Run)).toContainEqual(
      expect.objectContaining({ text: 'Is this the right seed, @ben?', isViewers: false, deletable: false }),
    );
    const told = await mentionsOf(ben);
    expect(told.unseenMentions).toBe(1);
    expect(told.mentions.edges.map(({ node }) => node)).toEqual([
      expect.objectContaining({ id: written.id, unseen: true }),
    ]);
    expect((await mentionsOf(ada)).mentions.edges).toEqual([]);
    expect((await mentionsOf(theirs.admin)).mentions.edges).toEqual([]);

    await askingAs(api, ben).ask('mutation ($ids: [ID!]) { seeMentions(ids: $ids) { __typename } }', {
      ids: [written.id],
    });
    const after = await mentionsOf(ben);
    expect(after.unseenMentions).toBe(0);
    expect(after.mentions.edges[0]?.node.unseen).toBe(false);

    // Changed, it does not mention them anew.
    const changed = await mutate(ada, 'changeComment', 'ChangeCommentInput', {
      id: written.id,
      text: 'It is, @ben.',
      mentions: [benId],
    });
    expect(changed.editedAt).not.toBeNull();
    expect((await mentionsOf(ben)).unseenMentions).toBe(0);
  });

  test('is about an evaluation as a whole, or about an input that it has', async () => {
    const evaluationId = ours.ids.Evaluation;
    expect(await add(ada, { evaluationId, text: 'Noise at 0.9?' })).toMatchObject({ __typename: 'Comment' });
    expect(await add(ada, { evaluationId, inputIndex: 3, text: 'Why this one?' })).toMatchObject({
      field: 'inputIndex',
      message: 'inputIndex: expected an evaluation that has finished',
    });
    expect((await commentsOf(ben, 'Evaluation', evaluationId)).map(({ text }) => text)).toEqual([
      'Noise at 0.9?',
    ]);
  });

  test.each([
    ['text', 'nothing but blanks', { text: '  ' }],
    ['text', 'too much', { text: 'x'.repeat(10_001) }],
    ['text', 'a NUL', { text: 'a\0b' }],
    ['runId', 'nothing that it is about', { runId: undefined }],
    ['inputIndex', 'an input of a run', { inputIndex: 0 }],
  ])('is refused with the field %s for %s', async (field, _what, wrong) => {
    expect(await add(ada, { runId: ours.ids.Run, text: 'Fine.', ...wrong })).toMatchObject({
      __typename: 'InvalidInputError',
      field,
    });
  });

  test('mentions nobody who could not read it', async () => {
    const stranger = theirs.ids.Member;
    const told = await add(ada, { runId: ours.ids.Run, text: 'Psst.', mentions: [benId, stranger] });
    expect(told).toMatchObject({ __typename: 'InvalidInputError', field: 'mentions.1' });
    const gone = await add(ada, { runId: ours.ids.Run, text: 'For ben.', mentions: [benId] });
    expect((await mentionsOf(ben)).unseenMentions).toBe(1);
    const leaving = { teamId_userId: { teamId: ours.teamId, userId: await idOf('ben@example.org') } };
    const membership = await api.prisma.membership.delete({ where: leaving });
    expect((await mentionsOf(ben)).mentions.edges).toEqual([]);
    await api.prisma.membership.create({ data: membership });
    expect((await mentionsOf(ben)).mentions.edges.map(({ node }) => node.id)).toContain(gone.id);
  });

  test('is changed by who wrote it, taken away by them or an admin, and comes back', async () => {
    const { id } = await add(ada, { runId: ours.ids.Run, text: 'Mine.' });
    const other = await signedIn(api, { name: 'cleo', teamId: ours.teamId, role: 'EDITOR' });
    const words = { id, text: 'Not mine.' };
    const forbidden = await mutate(other, 'changeComment', 'ChangeCommentInput', words);
    expect(forbidden.__typename).toBe('ForbiddenError');
    expect(await byId(other, 'deleteComment', id)).toBe('ForbiddenError');
    expect(await byId(theirs.admin, 'deleteComment', id)).toBe('NotFoundError');
    expect((await mutate(ours.admin, 'changeComment', 'ChangeCommentInput', words)).__typename).toBe(
      'ForbiddenError',
    );

    const texts = async () => (await commentsOf(ben, 'Run', ours.ids.Run)).map(({ text }) => text);
    expect(await byId(ours.admin, 'deleteComment', id)).toBe('DeletedComment');
    expect(await texts()).not.toContain('Mine.');
    const { node } = await askingAs(api, ada)
      .ask<{ node: object | null }>('query ($id: ID!) { node(id: $id) { __typename } }', { id })
      .catch(() => ({ node: null }));
    expect(node).toBeNull();
    expect(await byId(ada, 'restoreComment', id)).toBe('Comment');
    expect(await texts()).toContain('Mine.');
    const deeds = await api.prisma.auditEntry.findMany({ where: { action: { startsWith: 'comment.' } } });
    expect(deeds.map(({ action, subject }) => [action, subject])).toContainEqual(['comment.delete', 'Mine.']);
  });

  test('is not written with a token that only reads, nor are mentions seen with one', async () => {
    const { result } = await askingAs(api, ours.admin).ask<{ result: { secret: string } }>(
      'mutation { result: createAccessToken(input: { name: "reads", scope: READ }) { ... on NewAccessToken { secret } } }',
    );
    const token = { authorization: `Bearer ${result.secret}` };
    expect((await add(token, { runId: ours.ids.Run, text: 'No.' })).__typename).toBe('ForbiddenError');
    const { seen } = await askingAs(api, token).ask<{ seen: { __typename: string } }>(
      'mutation { seen: seeMentions { __typename } }',
    );
    expect(seen.__typename).toBe('ForbiddenError');
  });
});

async function idOf(email: string): Promise<string> {
  return (await api.prisma.user.findUniqueOrThrow({ where: { email } })).id;
}
