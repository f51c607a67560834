import { builder } from '../graphql/builder';
import { bundlePath } from './bundle-route';
import { bundleInclude, gatherBundle } from './gather-bundle';

const BundleObject = builder.objectRef<{ url: string; bytes: number }>('DetectorBundle').implement({
  description:
    'A detector as one file, a ZIP archive that scores images without a server or a database: its manifest, the model, the fitted state, and the reference rows that the method looks up.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'Where it can be downloaded.' }),
    bytes: t.exposeFloat('bytes', {
      description: 'Size of what it holds in bytes; the archive’s own records come on top.',
    }),
  }),
});

builder.prismaObjectField('Detector', 'bundle', (t) =>
  t.field({
    type: BundleObject,
    nullable: true,
    description:
      'The detector as a file; null before it is fitted, where it would be larger than 4 GB, and where the version of the code that fitted it was not recorded: fit it again, which takes its result over.',
    select: { id: true },
    resolve: async ({ id }, _args, { prisma }) => {
      const detector = await prisma.detector.findUnique({ where: { id }, include: bundleInclude });
      const bundle = detector && gatherBundle(detector);
      return bundle && { url: bundlePath(id), bytes: bundle.bytes };
    },
  }),
);
