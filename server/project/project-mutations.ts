import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { encodeGlobalID } from '../graphql/global-id';
import { changeProject } from './change-project';
import { createProject } from './create-project';
import { deleteProject, restoreProject } from './delete-project';
import { moveProject } from './move-project';
import { ProjectObject } from './project-types';

const errors = { types: expectedErrors };

const CreateProjectInput = builder.inputType('CreateProjectInput', {
  description: 'A new project.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What people call it, 1 to 120 characters.' }),
    description: t.string({ description: 'What it is about.' }),
    teamId: t.globalID({ description: 'The team that it will belong to; without it the viewer’s first.' }),
  }),
});

const ChangeProjectInput = builder.inputType('ChangeProjectInput', {
  description: 'What is to be different about a project; what is left out stays.',
  fields: (t) => ({
    projectId: t.globalID({ required: true, description: 'The project.' }),
    name: t.string({ description: 'What people call it, 1 to 120 characters.' }),
    description: t.string({ description: 'What it is about.' }),
  }),
});

const DeletedProjectId = builder.objectRef<{ id: string }>('DeletedProjectId').implement({
  description: 'A project that is gone for now.',
  fields: (t) => ({
    id: t.id({
      description: 'Its global id, which restores it.',
      resolve: ({ id }) => encodeGlobalID('Project', id),
    }),
  }),
});

builder.mutationFields((t) => ({
  createProject: t.prismaField({
    type: ProjectObject,
    description: 'Makes a project in a team.',
    errors,
    args: { input: t.arg({ type: CreateProjectInput, required: true, description: 'The new project.' }) },
    resolve: (_query, _, { input }, context) =>
      createProject(context, {
        name: input.name,
        description: input.description ?? '',
        teamId: input.teamId?.id,
      }),
  }),
  changeProject: t.prismaField({
    type: ProjectObject,
    description: 'Changes what a project is called and what it is about.',
    errors,
    args: { input: t.arg({ type: ChangeProjectInput, required: true, description: 'The change.' }) },
    resolve: (_query, _, { input: { projectId, name, description } }, context) =>
      changeProject(context, projectId.id, {
        name: name ?? undefined,
        description: description ?? undefined,
      }),
  }),
  moveProject: t.prismaField({
    type: ProjectObject,
    description:
      'Gives a project to another team, for admins of its team who are at least editors in the other one. Roles in the project end.',
    errors,
    args: {
      projectId: t.arg.globalID({ required: true, description: 'The project.' }),
      teamId: t.arg.globalID({ required: true, description: 'The team that it will belong to.' }),
    },
    resolve: (_query, _, { projectId, teamId }, context) =>
      moveProject(context, { projectId: projectId.id, teamId: teamId.id }),
  }),
  deleteProject: t.field({
    type: DeletedProjectId,
    description:
      'Deletes a project with all that it holds, and cancels its runs. It can be restored for 30 days.',
    errors,
    args: { id: t.arg.globalID({ required: true, description: 'The project.' }) },
    resolve: async (_, { id }, context) => ({ id: await deleteProject(context, id.id) }),
  }),
  restoreProject: t.prismaField({
    type: ProjectObject,
    description: 'Takes the deletion of a project back. Runs that it cancelled stay cancelled.',
    errors,
    args: { id: t.arg.globalID({ required: true, description: 'The project.' }) },
    resolve: (_query, _, { id }, context) => restoreProject(context, id.id),
  }),
}));
