import { graphql, type ResultOf } from '@fiducial/schema';

/** A comment as a list shows it. */
export const CommentFields = graphql(`
  fragment CommentFields on Comment {
    id
    text
    createdAt
    editedAt
    authorName
    isViewers
    deletable
    unseen
    mentions { id name }
  }
`);

/** It as pages hold it. */
export type CommentData = ResultOf<typeof CommentFields>;

/** What was written about a run or an evaluation, and who could be addressed. */
export const CommentsOfNode = graphql(
  `
  query CommentsOfNode($id: ID!) {
    node(id: $id) {
      __typename
      ... on Run {
        project { id viewerRole people { id name } }
        comments(last: 100) { totalCount edges { node { id ...CommentFields } } }
      }
      ... on Evaluation {
        project { id viewerRole people { id name } }
        comments(last: 100) { totalCount edges { node { id inputIndex ...CommentFields } } }
      }
    }
  }
`,
  [CommentFields],
);

/** What was written about one input of an evaluation, and who could be addressed. */
export const CommentsOfInput = graphql(
  `
  query CommentsOfInput($id: ID!, $index: Int!) {
    input(evaluationId: $id, index: $index) {
      evaluation { id project { id viewerRole people { id name } } }
      comments(last: 100) { totalCount edges { node { id inputIndex ...CommentFields } } }
    }
  }
`,
  [CommentFields],
);

/** Writes a comment. */
export const AddComment = graphql(`
  mutation AddComment($input: AddCommentInput!) {
    addComment(input: $input) {
      __typename
      ... on UserError { message }
    }
  }
`);

/** Replaces what a comment says. */
export const ChangeComment = graphql(`
  mutation ChangeComment($input: ChangeCommentInput!) {
    changeComment(input: $input) {
      __typename
      ... on UserError { message }
    }
  }
`);

/** Takes a comment away. */
export const DeleteComment = graphql(`
  mutation DeleteComment($id: ID!) {
    deleteComment(id: $id) {
      __typename
      ... on UserError { message }
    }
  }
`);

/** Takes that back. */
export const RestoreComment = graphql(`
  mutation RestoreComment($id: ID!) {
    restoreComment(id: $id) {
      __typename
      ... on UserError { message }
    }
  }
`);

/** Says that comments were seen by the one whom they mention; all of them without ids. */
export const SeeMentions = graphql(`
  mutation SeeMentions($ids: [ID!]) {
    seeMentions(ids: $ids) {
      __typename
      ... on UserError { message }
    }
  }
`);
