import { detectors } from '@fiducial/core/detectors';
import { builder } from '../graphql/builder';
import { Thing } from '../graphql/thing';
import { DetectorMethod } from '../method/method-types';
import { detectorParams, detectorResults } from './fit-detector.task';

/** A fitted detector as the API describes it. */
export const DetectorObject = builder.prismaNode('Detector', {
  id: { field: 'id', description: 'Global id.' },
  description: 'A detector, fitted with a reference set and, where it learns, with attack sets.',
  interfaces: [Thing],
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    project: t.relation('project', { description: 'The project that it belongs to.' }),
    run: t.relation('run', { description: 'The run that makes it.' }),
    ready: t.boolean({
      description: 'Whether its run succeeded.',
      select: { run: { select: { status: true } } },
      resolve: ({ run }) => run.status === 'SUCCEEDED',
    }),
    model: t.relation('model', { description: 'The model that it watches.' }),
    referenceSet: t.relation('referenceSet', {
      description: 'The training activations that it compares with.',
    }),
    sample: t.relation('sample', { description: 'The images that it was fitted with.' }),
    method: t.field({
      type: DetectorMethod,
      nullable: true,
      description: 'The method; null when this server does not have it.',
      resolve: ({ method }) => detectors.find(({ id }) => id === method) ?? null,
    }),
    methodId: t.exposeString('method', { description: 'Id of the method.' }),
    parameters: t.field({
      type: 'JSON',
      description: 'Parameters of the method, defaults filled in.',
      select: { run: { select: { params: true } } },
      resolve: ({ run }) => detectorParams.safeParse(run.params).data?.parameters ?? {},
    }),
    trainedOn: t.stringList({
      description: 'Names of the attack sets that it learned from.',
      select: { trainedOn: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } } },
      resolve: ({ trainedOn }) => trainedOn.map(({ attackSet }) => attackSet.name),
    }),
    threshold: t.exposeFloat('threshold', {
      nullable: true,
      description: 'An input with a score above it is called adversarial.',
    }),
    thresholdFalsePositiveRate: t.float({
      nullable: true,
      description: 'Share of authentic validation images above the threshold.',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) => detectorResults.safeParse(run.results).data?.thresholdFalsePositiveRate ?? null,
    }),
    evaluations: t.relation('evaluations', {
      description: 'Its evaluations, newest first.',
      query: { orderBy: { id: 'desc' }, take: 100 },
    }),
  }),
});
