import type { PrismaClient } from '@fiducial/prisma/client';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { concatenate, type Points, slice } from './points';
import { pointsOf, type SegmentRow } from './read-points';

/** Rows that are written at once: what a program reads at once, and the thread is held for some 30 ms. */
const rowsAtOnce = 65_536;
/** Segments that are read at once: at most half a million points. */
const segmentsAtOnce = 64;

const schema: ConstructorParameters<typeof ParquetWriter>[0]['schema'] = [
  { name: 'points', num_children: 4 },
  { name: 'name', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  { name: 'step', type: 'INT64', repetition_type: 'REQUIRED' },
  { name: 'time', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'REQUIRED' },
  { name: 'value', type: 'DOUBLE', repetition_type: 'REQUIRED' },
];

/**
 * All points of a run as a Parquet file with the columns name, step, time and value: curve by curve, steps ascending.
 * Written while it is read, so that memory holds half a million points, however many there are.
 */
export async function* pointsParquet(prisma: PrismaClient, runId: string): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter(1 << 20);
  const file = new ParquetWriter({
    writer,
    schema,
    createdBy: 'fiducial',
    codec: 'UNCOMPRESSED',
    statistics: false,
  });
  const taken = () => {
    const bytes = writer.getBytes().slice();
    writer.index = 0; // `offset`, which counts the bytes of the whole file, goes on
    return bytes;
  };
  for await (const curves of readCurves(prisma, runId)) {
    const rows = curves.map(({ points }) => points.steps.length).reduce((sum, count) => sum + count, 0);
    const points = concatenate(curves.map((curve) => curve.points));
    const names = curves.flatMap((curve) => new Array<string>(curve.points.steps.length).fill(curve.name));
    for (let start = 0; start < rows; start += rowsAtOnce) {
      const end = Math.min(rows, start + rowsAtOnce);
      await file.write({
        columnData: columnsOf(names.slice(start, end), slice(points, start, end)),
        rowGroupSize: rowsAtOnce,
      });
      yield taken();
    }
  }
  await file.finish();
  yield taken();
}

/**
 * Encodings chosen by hand: 65,536 rows took 21 ms so, and 241 ms with the writer's own choices, compression and
 * statistics, of which those of the names alone say where a curve is.
 */
function columnsOf(names: string[], { steps, times, values }: Points) {
  return [
    { name: 'name', data: names, statistics: true },
    { name: 'step', data: BigInt64Array.from(steps, BigInt), encoding: deltas },
    { name: 'time', data: BigInt64Array.from(times, (time) => BigInt(Math.floor(time))), encoding: deltas },
    { name: 'value', data: values, encoding: 'PLAIN' as const },
  ];
}

const deltas = 'DELTA_BINARY_PACKED' as const;

interface Curve {
  readonly name: string;
  readonly points: Points;
}

/**
 * The curves of a run, some segments at a time. Each look begins after the last step that was seen, not after the last
 * segment: segments of a run that goes on are joined meanwhile.
 */
async function* readCurves(prisma: PrismaClient, runId: string): AsyncGenerator<Curve[]> {
  const series = await prisma.metricSeries.findMany({ where: { runId }, select: { id: true, name: true } });
  const names = new Map(series.map(({ id, name }) => [String(id), name]));
  const ids = [...names.keys()];
  for (let [curve, seen] = ['0', -Infinity]; ; ) {
    const rows = await prisma.$queryRaw<SegmentRow[]>`
      SELECT "seriesId"::text AS id, steps, times, "values" FROM "MetricSegment"
      WHERE "seriesId" = ANY(${ids}::bigint[])
        AND ("seriesId" > ${curve}::bigint OR ("seriesId" = ${curve}::bigint AND "lastStep"::float8 > ${String(seen)}::float8))
      ORDER BY "seriesId", "firstStep" LIMIT ${segmentsAtOnce}::int`;
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => {
      const points = pointsOf(row);
      const old = row.id === curve ? points.steps.findIndex((step) => step > seen) : 0;
      return { name: names.get(row.id) ?? '', points: slice(points, old, points.steps.length) };
    });
    [curve, seen] = [last.id, pointsOf(last).steps.at(-1) ?? -Infinity];
  }
}
