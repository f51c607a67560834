import { builder } from '../graphql/builder';
import { metricNames, parameterNames, tagKeys } from './logged-names';

builder.prismaObjectFields('Project', (t) => ({
  metricNames: t.stringList({
    description: 'Names of the metrics of its runs, in alphabetical order; at most 500.',
    select: { id: true },
    resolve: ({ id }, _, { prisma }) => metricNames(prisma, id),
  }),
  parameterNames: t.stringList({
    description: 'Paths of the parameters of its runs, in alphabetical order; at most 500.',
    select: { id: true },
    resolve: ({ id }, _, { prisma }) => parameterNames(prisma, id),
  }),
  tagKeys: t.stringList({
    description: 'Keys of the tags of its runs, in alphabetical order; at most 500.',
    select: { id: true },
    resolve: ({ id }, _, { prisma }) => tagKeys(prisma, id),
  }),
}));
