import type { Context } from '@fiducial/core/context';
import type { Explanation, Features, ReferenceSet } from '@fiducial/core/detectors';
import { evaluationRows } from '@fiducial/core/metrics';
import { exactSearch } from '@fiducial/core/neighbors';
import { writeNpy, writeSafetensors } from '@fiducial/formats';
import { stateFromBytes } from '@fiducial/formats/bundle';
import { recall } from '@fiducial/hnsw';
import { z } from 'zod';
import { bytes, inputRun, integers } from '../compute/artifact-access';
import { defineTask, type Outputs } from '../compute/task';
import { evaluateNeed } from '../detector/detector-needs';
import { findDetector, layersRead } from '../detector/find-detector';
import { detectorParams, modelFor, readAttackSets } from '../detector/fit-detector.task';
import { withApproximateSearch } from '../reference-set/approximate-search';
import { referenceSetParams } from '../reference-set/build-reference-set.task';
import { readReferenceSet } from '../reference-set/read-reference-set';
import { gatherQueries, readSample } from '../sample/read-sample';
import { collectInputs } from './collect-inputs';
import { denominators, evaluationResults } from './evaluation-results';
import { type InputColumns, inputsDigest, writeInputs } from './inputs-file';
import { scoreInPieces } from './score-in-pieces';

/** Queries whose exact neighbors are looked up to state the recall of an approximate search. */
const recallQueries = 256;

/** Rows that are scored and kept at once: few enough for a checkpoint a minute, so many that little is prepared twice. */
const pieceRows = 8192;

/** Scores the test partition, the errors, and every attack set and control of it: tables, and reasons per input. */
export const evaluateTask = evaluateIn(pieceRows);

/** The task, with pieces of so many rows. Beyond one piece, scores may differ in their last bits from those of other pieces. */
export function evaluateIn(rows: number) {
  return defineTask({
    kind: 'evaluate',
    version: 4,
    params: z.object({}),
    results: evaluationResults,
    needsBackend: true,
    need: evaluateNeed,
    run: async ({ inputs, outputs, checkpoints, context }) => {
      const detectorRun = inputRun(inputs, 'detector');
      const { method, parameters } = detectorParams.parse(detectorRun.params);
      const detector = findDetector(method);
      const referenceRun = inputRun(inputs, 'referenceSet');
      const layers = layersRead(detector, parameters, referenceSetParams.parse(referenceRun.params).layers);
      const reference = withApproximateSearch(await readReferenceSet(referenceRun, layers), context.seed);
      const dataset = inputRun(inputs, 'dataset');
      const sample = await readSample(inputRun(inputs, 'sample'), { dataset, layers });
      const attackSets = await readAttackSets(inputs, layers);
      const labels = await integers(dataset, 'labels');
      const { parts, columns } = collectInputs(sample, attackSets, labels);
      const { model, reading } = await modelFor(detector, inputRun(inputs, 'model'), layers);
      const queries = gatherQueries(parts, reading);
      const state = detector.state.decode(stateFromBytes(await bytes(detectorRun, 'state')));
      const data = { reference, queries, ...(detector.needs.model && model && { model }) };
      const { scores, explanation, milliseconds } = await scoreInPieces({
        ...{ detector, state, data, pieceRows: rows, checkpoints, context },
      });
      model?.dispose();
      const scored: InputColumns = { score: scores, ...columns };
      await outputs.write('inputs', 'application/octet-stream', writeInputs(scored));
      await writeExplanation(outputs, explanation);
      const searchedBy = 'search' in parameters ? parameters.search : 'exact';
      const measured =
        searchedBy === 'hnsw'
          ? await measureRecall(explanation, { features: queries.features, reference, context })
          : null;
      const table = denominators.flatMap((denominator) => evaluationRows(scored, attackSets, denominator));
      const [macro] = table;
      if (!macro) throw new Error('an evaluation has at least its macro row');
      return {
        table,
        macro,
        inputsDigest: inputsDigest(scored),
        inputs: queries.rows,
        millisecondsPerInput: milliseconds / queries.rows,
        recall: measured,
      };
    },
  });
}

async function writeExplanation(outputs: Outputs, { neighbors, maps }: Explanation): Promise<void> {
  if (neighbors) {
    const { k, layer, indices, distances } = neighbors;
    const shape = [indices.length / k, k];
    const file = writeSafetensors(
      { indices: { shape, data: indices }, distances: { shape, data: distances } },
      { layer },
    );
    await outputs.write('neighbors', 'application/octet-stream', file);
  }
  if (maps) {
    const { layers, classes, data } = maps;
    const shape = [data.length / (layers.length * classes), layers.length, classes];
    await outputs.write('maps', 'application/x-npy', writeNpy('float32', shape, data));
  }
}

/** How many of the true nearest neighbors an approximate search found for the first queries. */
async function measureRecall(
  { neighbors }: Explanation,
  {
    features,
    reference,
    context,
  }: { features: ReadonlyMap<string, Features>; reference: ReferenceSet; context: Context },
): Promise<{ k: number; value: number } | null> {
  const all = neighbors && features.get(neighbors.layer);
  if (!neighbors || !all) return null;
  const { k, layer } = neighbors;
  const rows = Math.min(recallQueries, neighbors.indices.length / k);
  const queries = { data: all.data.subarray(0, rows * all.dimensions), dimensions: all.dimensions };
  const exact = await exactSearch(() => reference.chunks(layer))(queries, k, context);
  const found = {
    k,
    indices: neighbors.indices.subarray(0, rows * k),
    distances: neighbors.distances.subarray(0, rows * k),
  };
  return { k, value: recall(exact, found) };
}
