import type { User } from '@fiducial/prisma/client';
import { EvaluationObject } from '../evaluation/evaluation-types';
import { InputObject } from '../evaluation/input-types';
import { builder } from '../graphql/builder';
import { encodeGlobalID } from '../graphql/global-id';
import { ProjectObject } from '../project/project-types';
import { RunObject } from '../run/run-types';
import { mayDelete } from './comment';
import { mentionableIn } from './mentionable';

/** Somebody as others in the team see them. */
const PersonObject = builder.objectRef<Pick<User, 'id' | 'name'>>('Person').implement({
  description: 'Somebody who reads a project.',
  fields: (t) => ({
    id: t.id({ description: 'Global id of the account.', resolve: ({ id }) => encodeGlobalID('User', id) }),
    name: t.exposeString('name', { description: 'Name.' }),
  }),
});

/** A comment as the API describes it. */
export const CommentObject = builder.prismaNode('Comment', {
  id: { field: 'id', description: 'Global id.' },
  description: 'What somebody wrote about a run, an evaluation, or one input of an evaluation.',
  authScopes: ({ projectId, deletedAt }) => deletedAt === null && { project: projectId },
  fields: (t) => ({
    text: t.exposeString('text', { description: 'What it says: plain text.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    editedAt: t.expose('editedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last changed; null where it never was.',
    }),
    authorName: t.string({
      nullable: true,
      description: 'Name of who wrote it; null once the account is gone.',
      select: { author: { select: { name: true } } },
      resolve: ({ author }) => author?.name ?? null,
    }),
    isViewers: t.boolean({
      description: 'Whether the one who asks wrote it.',
      resolve: ({ authorId }, _args, { viewer }) => authorId === viewer.id,
    }),
    deletable: t.boolean({
      description: 'Whether the one who asks may delete it: who wrote it, or an admin.',
      select: { project: { select: { id: true, teamId: true } } },
      resolve: (comment, _args, { viewer }) => mayDelete(viewer, comment),
    }),
    mentions: t.field({
      type: [PersonObject],
      description: 'Whom it addresses, by name.',
      select: { mentions: { include: { user: true }, orderBy: { user: { name: 'asc' } } } },
      resolve: ({ mentions }) => mentions.map(({ user }) => user),
    }),
    unseen: t.boolean({
      description: 'Whether it mentions the one who asks, who has not said to have seen it.',
      select: (_args, { viewer }) => ({ mentions: { where: { userId: viewer.id, seenAt: null } } }),
      resolve: ({ mentions }) => mentions.length > 0,
    }),
    project: t.relation('project', { description: 'The project that it belongs to.' }),
    run: t.relation('run', {
      nullable: true,
      description: 'The run that it is about; null for one about an evaluation.',
      onNull: () => null,
    }),
    evaluation: t.relation('evaluation', {
      nullable: true,
      description: 'The evaluation that it is about, or one of whose inputs; null for one about a run.',
      onNull: () => null,
    }),
    inputIndex: t.exposeInt('inputIndex', {
      nullable: true,
      description: 'Number of the input that it is about; null for a whole evaluation, and for a run.',
    }),
  }),
});

builder.prismaObjectField(RunObject, 'comments', (t) =>
  t.relatedConnection('comments', {
    cursor: 'id',
    totalCount: true,
    description: 'What people wrote about it, oldest first.',
    query: { where: { deletedAt: null }, orderBy: { id: 'asc' } },
  }),
);

builder.prismaObjectField(EvaluationObject, 'comments', (t) =>
  t.relatedConnection('comments', {
    cursor: 'id',
    totalCount: true,
    description: 'What people wrote about it and about its inputs, oldest first.',
    query: { where: { deletedAt: null }, orderBy: { id: 'asc' } },
  }),
);

builder.objectField(InputObject, 'comments', (t) =>
  t.prismaConnection({
    type: CommentObject,
    cursor: 'id',
    description: 'What people wrote about it, oldest first.',
    totalCount: ({ evaluation: { id }, index }, _args, { prisma }) =>
      prisma.comment.count({ where: { evaluationId: id, inputIndex: index, deletedAt: null } }),
    resolve: (query, { evaluation: { id }, index }, _args, { prisma }) =>
      prisma.comment.findMany({
        ...query,
        where: { evaluationId: id, inputIndex: index, deletedAt: null },
        orderBy: { id: 'asc' },
      }),
  }),
);

builder.prismaObjectField(ProjectObject, 'people', (t) =>
  t.field({
    type: [PersonObject],
    description: 'Who reads it and can be mentioned in comments, by name, at most 500.',
    resolve: ({ id }, _args, { prisma }) =>
      prisma.user.findMany({
        where: mentionableIn(id),
        select: { id: true, name: true },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        take: 500,
      }),
  }),
);
