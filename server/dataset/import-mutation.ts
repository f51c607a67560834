import { builder } from '../graphql/builder';
import { estimable } from '../launch/estimable';
import { start } from '../launch/launch';
import { launchErrors, launchFields } from '../launch/launch-fields';
import { DatasetSourceInputObject } from './dataset-source-inputs';
import { DatasetObject } from './dataset-types';
import { importDataset } from './launch-import';

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

const importDatasetPlan = estimable('importDataset', ImportDatasetInput, (input, context) =>
  importDataset(context, { ...input, projectId: input.projectId.id }),
);

builder.mutationField('importDataset', (t) =>
  t.prismaField({
    type: DatasetObject,
    description: 'Imports a data set.',
    errors: launchErrors,
    args: { input: t.arg({ type: ImportDatasetInput, required: true, description: 'What to import.' }) },
    resolve: (_query, _, { input }, context) => importDatasetPlan(input, context).then(start),
  }),
);
