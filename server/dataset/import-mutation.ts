import { builder } from '../graphql/builder';
import { start } from '../launch/launch';
import { launchErrors, launchFields } from '../launch/launch-fields';
import { launchable } from '../launch/launchable';
import { DatasetSourceInputObject } from './dataset-source-inputs';
import { DatasetObject } from './dataset-types';
import { importDataset } from './launch-import';
import { sourceInputOf } from './source-input';

const ImportDatasetInput = builder.inputType('ImportDatasetInput', {
  description: 'A data set to be imported.',
  fields: (t) => ({
    ...launchFields(t),
    projectId: t.globalID({ required: true, description: 'The project.' }),
    description: t.string({ description: 'What it is.' }),
    source: t.field({
      type: DatasetSourceInputObject,
      required: true,
      description: 'Where the images come from.',
    }),
  }),
});

const importDatasetPlan = launchable('importDataset', {
  kind: 'importDataset',
  input: ImportDatasetInput,
  plan: (input, context) => importDataset(context, { ...input, projectId: input.projectId.id }),
  inputOf: async (run, prisma) => {
    const made = await prisma.dataset.findUnique({ where: { runId: run.id } });
    return { projectId: run.project, description: made?.description, source: sourceInputOf(run) };
  },
});

builder.mutationField('importDataset', (t) =>
  t.prismaField({
    type: DatasetObject,
    description: 'Imports a data set.',
    errors: launchErrors,
    args: { input: t.arg({ type: ImportDatasetInput, required: true, description: 'What to import.' }) },
    resolve: (_query, _, { input }, context) => importDatasetPlan(input, context).then(start),
  }),
);
