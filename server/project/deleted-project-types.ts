import type { Project } from '@fiducial/prisma/client';
import { restorableUntil } from '../garbage/restorable-days';
import { builder } from '../graphql/builder';
import { encodeGlobalID } from '../graphql/global-id';

/** A deleted project as the API describes it. */
export const DeletedProjectObject = builder
  .objectRef<Pick<Project, 'id' | 'name' | 'deletedAt' | 'deletedBy'>>('DeletedProject')
  .implement({
    description: 'A project that was deleted and can still be restored.',
    fields: (t) => ({
      id: t.id({
        description: 'Global id of the project.',
        resolve: ({ id }) => encodeGlobalID('Project', id),
      }),
      name: t.exposeString('name', { description: 'What people called it.' }),
      deletedAt: t.expose('deletedAt', { type: 'DateTime', nullable: true, description: 'When.' }),
      deletedBy: t.exposeString('deletedBy', { nullable: true, description: 'Who deleted it.' }),
      keptUntil: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'Until when it can be restored.',
        resolve: ({ deletedAt }) => restorableUntil(deletedAt),
      }),
    }),
  });
