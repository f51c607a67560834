import type { Context } from '@fiducial/core/context';
import type { Detector, Explanation, Features, Queries, ScoreData } from '@fiducial/core/detectors';
import { batches, sharedBatch } from '@fiducial/core/tensors';
import type { Checkpoints } from '../compute/checkpoints';
import { type Piece, resumePieces } from '../compute/resume-pieces';

/** Scores of some rows, with the reasons for them and the time that they took. */
interface ScoredPiece extends Piece {
  readonly scores: Float32Array;
  readonly explanation: Explanation;
  readonly milliseconds: number;
}

/** What is scored, with what, and how it is kept. */
export interface Scoring {
  readonly detector: Detector;
  readonly state: unknown;
  readonly data: ScoreData;
  /** Rows that are scored at once, and kept: a row's score depends on no other row. */
  readonly pieceRows: number;
  readonly checkpoints: Checkpoints;
  readonly context: Context;
}

/**
 * Scores of all queries `[rows]` with the reasons, piece by piece: an attempt goes on after the last piece that an earlier
 * one kept. `milliseconds` is the time that scoring took, over all attempts.
 */
export async function scoreInPieces(
  scoring: Scoring,
): Promise<{ scores: Float32Array; explanation: Explanation; milliseconds: number }> {
  const { data, checkpoints } = scoring;
  const scores = new Float32Array(data.queries.rows);
  const pieces: ScoredPiece[] = [];
  for await (const piece of resumePieces(checkpoints, 'scored', (from) => scoredFrom(from, scoring))) {
    scores.set(piece.scores, piece.first);
    pieces.push(piece);
  }
  return {
    scores,
    explanation: joined(pieces.map(({ explanation }) => explanation)),
    milliseconds: pieces.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
  };
}

async function* scoredFrom(
  from: number,
  { detector, state, data, pieceRows, context }: Scoring,
): AsyncGenerator<ScoredPiece> {
  const { rows } = data.queries;
  for (const batch of batches(rows - from, sharedBatch(pieceRows, context))) {
    const part = { first: from + batch.first, rows: batch.count };
    const started = process.hrtime.bigint();
    const queries = rowsOf(data.queries, part);
    const { scores, explanation = {} } = await detector.score(
      state,
      { ...data, queries },
      { ...context, onProgress: partOf(context, part, rows) },
    );
    yield { ...part, scores, explanation, milliseconds: Number(process.hrtime.bigint() - started) / 1e6 };
  }
}

/** The progress of a piece as part of all rows. */
function partOf(
  { onProgress }: Context,
  { first, rows }: Piece,
  total: number,
): Required<Context>['onProgress'] {
  return ({ stage, done, total: ofPiece, unit }) =>
    onProgress?.(
      rows === total
        ? { stage, done, total: ofPiece, unit }
        : { stage, done: first + Math.round((rows * done) / Math.max(1, ofPiece)), total, unit: 'inputs' },
    );
}

/** Some rows of queries, their arrays not copied. */
function rowsOf(queries: Queries, { first, rows }: Piece): Queries {
  if (rows === queries.rows) return queries;
  const of = ({ data, dimensions }: Features): Features => ({
    data: data.subarray(first * dimensions, (first + rows) * dimensions),
    dimensions,
  });
  const { images } = queries;
  return {
    rows,
    features: new Map([...queries.features].map(([layer, features]) => [layer, of(features)])),
    logits: of(queries.logits),
    predicted: queries.predicted.subarray(first, first + rows),
    ...(images && {
      images: { ...images, read: (wanted) => images.read(Array.from(wanted, (row) => first + row)) },
    }),
  };
}

function joined(parts: readonly Explanation[]): Explanation {
  const [only = {}] = parts;
  if (parts.length < 2) return only;
  const neighbors = parts.flatMap((part) => part.neighbors ?? []);
  const maps = parts.flatMap((part) => part.maps ?? []);
  return {
    ...(only.neighbors && {
      neighbors: {
        ...only.neighbors,
        indices: stacked(
          neighbors.map(({ indices }) => indices),
          Uint32Array,
        ),
        distances: stacked(
          neighbors.map(({ distances }) => distances),
          Float32Array,
        ),
      },
    }),
    ...(only.maps && {
      maps: {
        ...only.maps,
        data: stacked(
          maps.map(({ data }) => data),
          Float32Array,
        ),
      },
    }),
  };
}

function stacked<Values extends Float32Array | Uint32Array>(
  parts: readonly Values[],
  Kind: new (length: number) => Values,
): Values {
  const all = new Kind(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
