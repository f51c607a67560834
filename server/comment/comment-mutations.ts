import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { encodeGlobalID } from '../graphql/global-id';
import { addComment, changeComment, setCommentDeleted } from './comment';
import { CommentObject } from './comment-types';

const errors = { types: expectedErrors };

const textWords = 'What it says: plain text, 1 to 10,000 characters.';
const mentionWords =
  'Global ids of those whom it addresses, as Project.people gives them, at most 50; the text names them as it likes.';

const AddCommentInput = builder.inputType('AddCommentInput', {
  description: 'A comment about a run, about an evaluation, or about one input of an evaluation.',
  fields: (t) => ({
    runId: t.globalID({ description: 'The run.' }),
    evaluationId: t.globalID({ description: 'The evaluation.' }),
    inputIndex: t.int({ description: 'Number of the evaluation’s input, from 0.' }),
    text: t.string({ required: true, description: textWords }),
    mentions: t.globalIDList({ description: mentionWords }),
  }),
});

const ChangeCommentInput = builder.inputType('ChangeCommentInput', {
  description: 'New words of a comment.',
  fields: (t) => ({
    id: t.globalID({ required: true, description: 'The comment.' }),
    text: t.string({ required: true, description: textWords }),
    mentions: t.globalIDList({ description: mentionWords }),
  }),
});

const DeletedComment = builder.objectRef<{ id: string }>('DeletedComment').implement({
  description: 'A comment that nobody reads any more.',
  fields: (t) => ({
    id: t.id({ description: 'Its global id.', resolve: ({ id }) => encodeGlobalID('Comment', id) }),
  }),
});

builder.mutationFields((t) => ({
  addComment: t.prismaField({
    type: CommentObject,
    description: 'Writes a comment, and tells those whom it mentions.',
    errors,
    args: { input: t.arg({ type: AddCommentInput, required: true, description: 'The comment.' }) },
    resolve: (_query, _, { input: { runId, evaluationId, inputIndex, text, mentions } }, context) =>
      addComment(
        context,
        { runId: runId?.id, evaluationId: evaluationId?.id, inputIndex: inputIndex ?? undefined },
        { text, mentions: mentions?.map(({ id }) => id) ?? [] },
      ),
  }),
  changeComment: t.prismaField({
    type: CommentObject,
    description: 'Replaces what the viewer wrote.',
    errors,
    args: { input: t.arg({ type: ChangeCommentInput, required: true, description: 'The new words.' }) },
    resolve: (_query, _, { input: { id, text, mentions } }, context) =>
      changeComment(context, id.id, { text, mentions: mentions?.map(({ id }) => id) ?? [] }),
  }),
  deleteComment: t.field({
    type: DeletedComment,
    description: 'Takes a comment away: by who wrote it, or an admin. It can be restored for 30 days.',
    errors,
    args: { id: t.arg.globalID({ required: true, description: 'The comment.' }) },
    resolve: (_, { id }, context) => setCommentDeleted(context, id.id, true),
  }),
  restoreComment: t.prismaField({
    type: CommentObject,
    description: 'Takes the deletion of a comment back.',
    errors,
    args: { id: t.arg.globalID({ required: true, description: 'The comment.' }) },
    resolve: (_query, _, { id }, context) => setCommentDeleted(context, id.id, false),
  }),
}));
