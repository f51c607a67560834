import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { findProject } from '../launch/find-things';
import { ProjectObject } from '../project/project-types';
import { changeMemberRole, changeProjectRole, removeMember } from './members';
import { RoleEnum, TeamObject } from './team-types';

const errors = { types: expectedErrors };

builder.mutationFields((t) => ({
  changeMemberRole: t.prismaField({
    type: TeamObject,
    description: 'Gives a member of a team another role.',
    errors,
    args: {
      teamId: t.arg.globalID({ required: true, description: 'The team.' }),
      memberId: t.arg.globalID({ required: true, description: 'The member.' }),
      role: t.arg({ type: RoleEnum, required: true, description: 'The new role.' }),
    },
    resolve: async (query, _, { teamId, memberId, role }, context) => {
      const id = await changeMemberRole(context, { teamId: teamId.id, userId: memberId.id, role });
      return context.prisma.team.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
  removeMember: t.prismaField({
    type: TeamObject,
    description: 'Takes a member out of a team. What they made stays.',
    errors,
    args: {
      teamId: t.arg.globalID({ required: true, description: 'The team.' }),
      memberId: t.arg.globalID({ required: true, description: 'The member.' }),
    },
    resolve: async (query, _, { teamId, memberId }, context) => {
      const id = await removeMember(context, { teamId: teamId.id, userId: memberId.id });
      return context.prisma.team.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
  changeProjectRole: t.prismaField({
    type: ProjectObject,
    description: 'Gives a member of the team a role of their own in one project.',
    errors,
    args: {
      projectId: t.arg.globalID({ required: true, description: 'The project.' }),
      memberId: t.arg.globalID({ required: true, description: 'The member.' }),
      role: t.arg({ type: RoleEnum, description: 'The role; without it that of the team counts again.' }),
    },
    resolve: async (query, _, { projectId, memberId, role }, context) => {
      const project = await findProject(context, projectId.id);
      const id = await changeProjectRole(context, { project, userId: memberId.id, role: role ?? null });
      return context.prisma.project.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
}));
