import { builder } from '../graphql/builder';

/** A file that a run made, as the API describes it. */
export const RunArtifactObject = builder.prismaObject('RunArtifact', {
  description: 'A file that a run made.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name within the run.' }),
    digest: t.exposeString('digest', { description: 'sha256 of its bytes.' }),
    bytes: t.float({
      description: 'Its size in bytes.',
      select: { artifact: { select: { bytes: true } } },
      resolve: ({ artifact }) => Number(artifact.bytes),
    }),
    mediaType: t.string({
      description: 'What kind of file it is.',
      select: { artifact: { select: { mediaType: true } } },
      resolve: ({ artifact }) => artifact.mediaType,
    }),
    url: t.string({
      description: 'Where it can be downloaded.',
      resolve: ({ runId, name }) => `/files/${runId}/${name}`,
    }),
  }),
});
