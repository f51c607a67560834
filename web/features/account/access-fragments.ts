import { graphql } from '@fiducial/schema';

/** A member as a line of a table. */
export const MemberFields = graphql(`
  fragment MemberFields on Member {
    id
    name
    email
    role
    since
    closed
    isViewer
  }
`);

/** An open invitation as a line of a table. */
export const InvitationFields = graphql(`
  fragment InvitationFields on Invitation { id email role expiresAt }
`);

/** A token as a line of a table. */
export const TokenFields = graphql(`
  fragment TokenFields on AccessToken {
    id
    name
    start
    scope
    active
    createdAt
    lastUsedAt
    expiresAt
    revokedAt
    project { name }
  }
`);

/** A deleted project as a line of a table. */
export const DeletedProjectFields = graphql(`
  fragment DeletedProjectFields on DeletedProject { id name deletedAt deletedBy keptUntil }
`);
