/** Condition that something lies in a project that was not deleted: part of every list of what was made from a thing. */
export const notDeleted = { project: { deletedAt: null } } as const;
