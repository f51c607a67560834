import type { Team } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { encodeGlobalID } from '../graphql/global-id';
import { findProject } from '../launch/find-things';
import { ProjectObject } from '../project/project-types';
import { createTeam } from './create-team';
import { changeMemberRole, changeProjectRole, removeMember } from './members';
import { RoleEnum } from './role-enum';
import { TeamObject } from './team-types';

const errors = { types: expectedErrors };

/** Not the team itself, which this request’s viewer was not in yet. */
const NewTeamObject = builder.objectRef<Pick<Team, 'id' | 'name'>>('NewTeam').implement({
  description: 'A team that was just made.',
  fields: (t) => ({
    id: t.id({ description: 'Global id of the team.', resolve: ({ id }) => encodeGlobalID('Team', id) }),
    name: t.exposeString('name', { description: 'What people call it.' }),
  }),
});

builder.mutationFields((t) => ({
  createTeam: t.field({
    type: NewTeamObject,
    description: 'Makes a team, whose admin one is; for those who are admins of a team already.',
    errors,
    args: { name: t.arg.string({ required: true, description: 'What people will call it.' }) },
    resolve: (_, { name }, context) => createTeam(context, name),
  }),
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
