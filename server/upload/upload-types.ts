import type { Upload } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { beginUpload, completeUpload, uploadUrl } from './uploads';

const UploadObject = builder.objectRef<Upload>('Upload').implement({
  description: 'A file on its way in.',
  fields: (t) => ({
    uploadId: t.exposeString('id', { description: 'Named where the file is used.' }),
    fileName: t.exposeString('fileName', { description: 'Its name.' }),
    url: t.string({ description: 'Where its bytes are PUT, once.', resolve: (upload) => uploadUrl(upload) }),
    method: t.string({ description: 'HTTP method to use.', resolve: () => 'PUT' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the address is good.' }),
    complete: t.boolean({
      description: 'Whether the bytes have arrived and are those announced.',
      resolve: ({ completedAt }) => completedAt !== null,
    }),
  }),
});

const BeginUploadInput = builder.inputType('BeginUploadInput', {
  description: 'A file to be uploaded.',
  fields: (t) => ({
    projectId: t.globalID({ required: true, description: 'The project.' }),
    kind: t.string({ required: true, description: 'What it is for, such as idx or model.' }),
    fileName: t.string({ required: true, description: 'A plain file name.' }),
    bytes: t.float({ required: true, description: 'Its size in bytes.' }),
    sha256: t.string({ required: true, description: 'sha256 of its bytes, in hexadecimal.' }),
  }),
});

builder.mutationFields((t) => ({
  beginUpload: t.field({
    type: UploadObject,
    description: 'Announces a file; its bytes are then PUT to the address that comes back.',
    errors: { types: expectedErrors },
    args: { input: t.arg({ type: BeginUploadInput, required: true, description: 'The file.' }) },
    resolve: (_, { input }, context) => beginUpload(context, { ...input, projectId: input.projectId.id }),
  }),
  completeUpload: t.field({
    type: UploadObject,
    description: 'Asks whether the bytes of an upload have arrived.',
    errors: { types: expectedErrors },
    args: { uploadId: t.arg.string({ required: true, description: 'Its id.' }) },
    resolve: (_, { uploadId }, context) => completeUpload(context, uploadId),
  }),
}));
