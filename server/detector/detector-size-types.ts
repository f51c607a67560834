import { builder } from '../graphql/builder';
import { referenceSetResults } from '../reference-set/build-reference-set.task';
import { DetectorObject } from './detector-types';
import { findKnownDetector, layersRead } from './find-detector';
import { detectorParams } from './fit-detector.task';

const floatBytes = 4;

builder.prismaObjectField(DetectorObject, 'stateBytes', (t) =>
  t.float({
    nullable: true,
    description: 'Size of what was fitted, in bytes; null before it is.',
    select: {
      run: {
        select: {
          artifacts: { where: { name: 'state' }, select: { artifact: { select: { bytes: true } } } },
        },
      },
    },
    resolve: ({ run }) => {
      const [state] = run.artifacts;
      return state ? Number(state.artifact.bytes) : null;
    },
  }),
);

builder.prismaObjectField(DetectorObject, 'lookupBytes', (t) =>
  t.float({
    nullable: true,
    description:
      'Size of the reference rows that each input is compared with, in bytes: 0 for methods that look none up. An approximate index keeps its links beside them. Null where the method or the rows are not known.',
    select: {
      method: true,
      run: { select: { params: true } },
      referenceSet: { select: { layers: true, run: { select: { results: true } } } },
    },
    resolve: ({ method, run, referenceSet }) => {
      const detector = findKnownDetector(method);
      const params = detectorParams.safeParse(run.params).data;
      if (!detector || !params) return null;
      if (!detector.needs.lookup) return 0;
      const rows = referenceSetResults.safeParse(referenceSet.run.results).data;
      if (!rows) return null;
      const read = layersRead(detector, params.parameters, referenceSet.layers);
      const dimensions = rows.layers
        .filter(({ layer }) => read.includes(layer))
        .reduce((sum, of) => sum + of.dimensions, 0);
      return floatBytes * rows.count * dimensions;
    },
  }),
);
