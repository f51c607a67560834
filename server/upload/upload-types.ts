import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { beginUpload, completeUpload, type TeamUpload } from './uploads';

const states = {
  RECEIVING: 'Its bytes are awaited.',
  CHECKING: 'All bytes are here and are looked at.',
  READY: 'It can be used.',
  REFUSED: 'Its bytes are those announced, but not what its kind wants; it is spent.',
} as const;

const UploadState = builder.enumType('UploadState', {
  description: 'How far an upload is.',
  values: Object.fromEntries(
    Object.entries(states).map(([name, description]) => [name, { description }]),
  ) as { [Name in keyof typeof states]: { description: string } },
});

const UploadObject = builder.objectRef<TeamUpload>('Upload').implement({
  description: 'A file on its way in.',
  fields: (t) => ({
    uploadId: t.exposeString('id', { description: 'Named where the file is used.' }),
    fileName: t.exposeString('fileName', { description: 'Its name.' }),
    bytes: t.float({ description: 'Its size in bytes.', resolve: ({ bytes }) => Number(bytes) }),
    url: t.string({
      description: 'Where its bytes are PUT, all at once.',
      resolve: (upload, _, { uploads }) => uploads.addresses.of(upload, 'PUT'),
    }),
    method: t.string({ description: 'HTTP method to use.', resolve: () => 'PUT' }),
    resumableUrl: t.string({
      description:
        'Where its bytes are sent piece by piece, by tus 1.0: HEAD says how far it is, PATCH goes on from there, DELETE takes it back.',
      resolve: (upload, _, { uploads }) => uploads.addresses.of(upload, 'PATCH'),
    }),
    receivedBytes: t.float({
      description: 'How many bytes have arrived.',
      resolve: ({ id, bytes, completedAt }, _, { uploads }) =>
        completedAt ? Number(bytes) : uploads.received(id),
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the addresses are good.' }),
    state: t.field({
      type: UploadState,
      description: 'How far it is.',
      resolve: async ({ id, bytes, completedAt, refusal }, _, { uploads }) => {
        if (completedAt) return 'READY';
        if (refusal !== null) return 'REFUSED';
        return (await uploads.received(id)) === Number(bytes) ? 'CHECKING' : 'RECEIVING';
      },
    }),
    complete: t.boolean({
      description: 'Whether the bytes have arrived, are those announced, and can be used.',
      resolve: ({ completedAt }) => completedAt !== null,
    }),
  }),
});

const BeginUploadInput = builder.inputType('BeginUploadInput', {
  description: 'A file to be uploaded.',
  fields: (t) => ({
    projectId: t.globalID({ required: true, description: 'The project.' }),
    kind: t.string({
      required: true,
      description:
        'What it is for: idx, imageFolder (a ZIP archive), spriteSheet (PNG), labels (JSON of sprite sheets) and model (model.json) are looked into when they have arrived; weights, checkpoint and file (any other) are taken as they are.',
    }),
    fileName: t.string({ required: true, description: 'A plain file name.' }),
    bytes: t.float({ required: true, description: 'Its size in bytes.' }),
    sha256: t.string({ required: true, description: 'sha256 of its bytes, in hexadecimal.' }),
  }),
});

builder.mutationFields((t) => ({
  beginUpload: t.field({
    type: UploadObject,
    description:
      'Announces a file; its bytes are then sent to one of the addresses that come back. Above 50 MB whoever announces the same file again gets the upload back of which some bytes have arrived.',
    errors: { types: expectedErrors },
    args: { input: t.arg({ type: BeginUploadInput, required: true, description: 'The file.' }) },
    resolve: (_, { input }, context) => beginUpload(context, { ...input, projectId: input.projectId.id }),
  }),
  completeUpload: t.field({
    type: UploadObject,
    description:
      'Asks whether the bytes of an upload have arrived and what came of their check, for which it waits some seconds.',
    errors: { types: expectedErrors },
    args: { uploadId: t.arg.string({ required: true, description: 'Its id.' }) },
    resolve: (_, { uploadId }, context) => completeUpload(context, uploadId),
  }),
}));
