import type { Detector } from '@fiducial/core/detectors';
import type { z } from 'zod';
import {
  attackSetRoles,
  bytesOf,
  type KnownRun,
  type Need,
  type NeedPart,
  processPart,
} from '../estimate/need';
import { modelPart } from '../model/model-needs';
import { referenceSetParams } from '../reference-set/build-reference-set.task';
import { sampleParams } from '../sample/draw-sample.task';
import { findDetector, layersRead } from './find-detector';
import { detectorParams } from './fit-detector.task';

/** Copies of one layer's reference rows while they are put on the backend: as they are, joined, centered, squared, widened. */
const searchCopies = 5;
/** Queries that are compared with all reference rows in one product. */
const queryBatch = 256;

interface Read {
  readonly detector: Detector;
  readonly layers: readonly string[];
  readonly parts: readonly NeedPart[];
  /** Bytes of all query rows that are read. */
  readonly queryBytes: number;
  /** Bytes of all reference rows that are read. */
  readonly referenceBytes: number;
  readonly referenceRows: number;
  readonly queryRows: number;
}

/** What a detector reads, whether it is fitted or judged. */
export function readByDetector(
  inputs: KnownRun['inputs'],
  { method, parameters }: z.output<typeof detectorParams>,
  setsField: string,
): Read {
  const detector = findDetector(method);
  const { layers: available } = referenceSetParams.parse(inputs.referenceSet?.params);
  const layers = layersRead(detector, parameters, available);
  const ofLayers = (role: string, prefix = '') =>
    bytesOf(inputs, role, `${prefix}logits`, ...layers.flatMap((layer) => [`${prefix}features/${layer}`]));
  const perLayer = layers.map((layer) => bytesOf(inputs, 'referenceSet', `features/${layer}/`));
  const referenceBytes = perLayer.reduce((sum, bytes) => sum + bytes, 0);
  const referenceRows = bytesOf(inputs, 'referenceSet', 'labels') / 4;
  const roles = attackSetRoles(inputs);
  const queryBytes =
    ofLayers('sample') + ofLayers('sample', 'errors/') + roles.reduce((sum, role) => sum + ofLayers(role), 0);
  const queryRows =
    (bytesOf(inputs, 'sample', 'items', 'errors/items') +
      4 * roles.reduce((sum, role) => sum + bytesOf(inputs, role, 'success'), 0)) /
    4;
  return {
    ...{ detector, layers, queryBytes, referenceBytes, referenceRows, queryRows },
    parts: [
      processPart('backend'),
      ...(detector.needs.model || detector.needs.images ? [modelPart(inputs)] : []),
      { what: 'reference features', bytes: referenceBytes, field: 'referenceSetId' },
      {
        what: 'those of a layer as they are searched',
        bytes: searchCopies * Math.max(0, ...perLayer) + 3 * 4 * queryBatch * referenceRows,
        field: 'referenceSetId',
      },
      // As they are read, and gathered.
      { what: 'features of the sample and the attack sets', bytes: 2 * queryBytes, field: setsField },
    ],
  };
}

/** What fitting a detector needs. */
export function fitNeed({ params, inputs }: KnownRun<z.output<typeof detectorParams>>): Need {
  const { parts, queryBytes, queryRows, referenceBytes } = readByDetector(inputs, params, 'trainOn');
  const learns = attackSetRoles(inputs).length > 0;
  const epochs = typeof params.parameters.epochs === 'number' ? params.parameters.epochs : 1;
  return {
    parts: [
      ...parts,
      // Measured: 110 MB beside the features, for an LSTM of 100 units and 128 maps a step.
      ...(learns ? [{ what: 'steps of what is learned', bytes: 110e6, field: 'trainOn' }] : []),
    ],
    work: queryRows * referenceBytes + epochs * queryBytes * 400,
    workPerSecond: 8e9,
    like: params.method,
  };
}

/** What an LSTM of 100 units takes for each row that it scores at once: measured, 132 MB for 3,759. */
const scoredBytes = 36e3;
/** Rows that an evaluation scores at once. */
const scoredRows = 8192;

/** What judging a detector needs. */
export function evaluateNeed({ inputs }: KnownRun): Need {
  const params = detectorParams.parse(inputs.detector?.params);
  const read = readByDetector(inputs, params, 'attackSetIds');
  const { train, validation, test } = sampleParams.parse(inputs.sample?.params);
  // Of the sample and the attack sets the test images alone are scored.
  const share = test / (train + validation + test);
  const { detector } = read;
  const queryRows = share * read.queryRows;
  return {
    parts: [
      ...read.parts,
      ...(detector.needs.training
        ? [
            {
              what: 'the scores of what was learned',
              bytes: scoredBytes * Math.min(queryRows, scoredRows),
              field: 'attackSetIds',
            },
          ]
        : []),
    ],
    work: queryRows * read.referenceBytes + share * read.queryBytes * 40,
    workPerSecond: 8e9,
    like: params.method,
  };
}
