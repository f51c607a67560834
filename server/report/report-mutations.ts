import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { changeReport, createReport, setReportDeleted } from './report';
import { ReportBlockInput } from './report-block-inputs';
import { mostBlocks } from './report-blocks';
import { DeletedReportObject, ReportObject } from './report-types';

const errors = { types: expectedErrors };

const titleWords = 'What stands above it, 1 to 120 characters.';
const blocksWords = `Its blocks in order, at most ${mostBlocks}.`;

const CreateReportInput = builder.inputType('CreateReportInput', {
  description: 'A report to be begun.',
  fields: (t) => ({
    projectId: t.globalID({ required: true, description: 'The project that it is of.' }),
    title: t.string({ required: true, description: titleWords }),
    blocks: t.field({ type: [ReportBlockInput], required: true, description: blocksWords }),
    copyOfId: t.globalID({
      description:
        'A report of the project that it begins as a copy of: what that one shows may be shown here, also where it was deleted since.',
    }),
  }),
});

const ChangeReportInput = builder.inputType('ChangeReportInput', {
  description: 'What a report is to hold from now on.',
  fields: (t) => ({
    id: t.globalID({ required: true, description: 'The report.' }),
    expectedVersion: t.int({
      required: true,
      description:
        'The version that was read and changed. Where the report is at a later one, nothing is saved.',
    }),
    title: t.string({ required: true, description: titleWords }),
    blocks: t.field({ type: [ReportBlockInput], required: true, description: blocksWords }),
  }),
});

builder.mutationFields((t) => ({
  createReport: t.prismaField({
    type: ReportObject,
    description: 'Begins a report of a project.',
    errors,
    args: { input: t.arg({ type: CreateReportInput, required: true, description: 'The report.' }) },
    resolve: (_query, _, { input: { projectId, copyOfId, ...words } }, context) =>
      createReport(context, { ...words, projectId: projectId.id, copyOfId: copyOfId?.id }),
  }),
  changeReport: t.prismaField({
    type: ReportObject,
    description:
      'Saves a report. A ConflictError says who saved it since the version that was read, and when.',
    errors,
    args: { input: t.arg({ type: ChangeReportInput, required: true, description: 'What it is to hold.' }) },
    resolve: (_query, _, { input: { id, ...words } }, context) =>
      changeReport(context, { ...words, id: id.id }),
  }),
  deleteReport: t.field({
    type: DeletedReportObject,
    description:
      'Takes a report away. It can be restored for 30 days; public links to it show nothing meanwhile.',
    errors,
    args: { id: t.arg.globalID({ required: true, description: 'The report.' }) },
    resolve: (_, { id }, context) => setReportDeleted(context, id.id, true),
  }),
  restoreReport: t.prismaField({
    type: ReportObject,
    description: 'Takes the deletion of a report back.',
    errors,
    args: { id: t.arg.globalID({ required: true, description: 'The report.' }) },
    resolve: (_query, _, { id }, context) => setReportDeleted(context, id.id, false),
  }),
}));
