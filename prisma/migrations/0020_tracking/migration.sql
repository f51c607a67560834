-- CreateEnum
CREATE TYPE "MetricGoal" AS ENUM ('MINIMIZE', 'MAXIMIZE');

-- DropIndex
DROP INDEX "Run_projectId_createdAt_id_idx";

-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "lastHeardAt" TIMESTAMPTZ(3),
ADD COLUMN     "metricsToldAt" TIMESTAMPTZ(3),
ADD COLUMN     "notes" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "MetricSeries" (
    "id" BIGSERIAL NOT NULL,
    "runId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "goal" "MetricGoal",
    "count" INTEGER NOT NULL,
    "lastStep" BIGINT NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,
    "last" DOUBLE PRECISION NOT NULL,
    "min" DOUBLE PRECISION,
    "max" DOUBLE PRECISION,
    "best" DOUBLE PRECISION,
    "tail" INTEGER[],

    CONSTRAINT "MetricSeries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MetricSegment" (
    "seriesId" BIGINT NOT NULL,
    "firstStep" BIGINT NOT NULL,
    "lastStep" BIGINT NOT NULL,
    "count" INTEGER NOT NULL,
    "min" DOUBLE PRECISION,
    "minStep" BIGINT,
    "max" DOUBLE PRECISION,
    "maxStep" BIGINT,
    "nanStep" BIGINT,
    "steps" BYTEA NOT NULL,
    "times" BYTEA NOT NULL,
    "values" BYTEA NOT NULL,

    CONSTRAINT "MetricSegment_pkey" PRIMARY KEY ("seriesId","firstStep")
);

-- CreateTable
CREATE TABLE "RunParam" (
    "runId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "number" DOUBLE PRECISION,

    CONSTRAINT "RunParam_pkey" PRIMARY KEY ("runId","name")
);

-- CreateTable
CREATE TABLE "RunTag" (
    "runId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "RunTag_pkey" PRIMARY KEY ("runId","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "MetricSeries_runId_name_key" ON "MetricSeries"("runId", "name");

-- CreateIndex
CREATE INDEX "RunTag_projectId_key_value_runId_idx" ON "RunTag"("projectId", "key", "value", "runId");

-- CreateIndex
CREATE INDEX "Run_projectId_id_idx" ON "Run"("projectId", "id");

-- CreateIndex
CREATE INDEX "Run_projectId_status_id_idx" ON "Run"("projectId", "status", "id");

-- CreateIndex
CREATE INDEX "Run_projectId_kind_id_idx" ON "Run"("projectId", "kind", "id");

-- CreateIndex
CREATE INDEX "Run_projectId_title_id_idx" ON "Run"("projectId", "title", "id");

-- AddForeignKey
ALTER TABLE "MetricSeries" ADD CONSTRAINT "MetricSeries_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MetricSegment" ADD CONSTRAINT "MetricSegment_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "MetricSeries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunParam" ADD CONSTRAINT "RunParam_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunTag" ADD CONSTRAINT "RunTag_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What runs are sorted and filtered by. Not-a-number sorts last in neither direction, so it stands in no index.
CREATE INDEX "MetricSeries_last_idx" ON "MetricSeries"("projectId", "name", "last", "runId") WHERE "last" <> 'NaN'::float8;
CREATE INDEX "MetricSeries_min_idx" ON "MetricSeries"("projectId", "name", "min", "runId") WHERE "min" IS NOT NULL;
CREATE INDEX "MetricSeries_max_idx" ON "MetricSeries"("projectId", "name", "max", "runId") WHERE "max" IS NOT NULL;
CREATE INDEX "MetricSeries_best_idx" ON "MetricSeries"("projectId", "name", "best", "runId") WHERE "best" IS NOT NULL;
CREATE INDEX "RunParam_number_idx" ON "RunParam"("projectId", "name", "number", "runId") WHERE "number" IS NOT NULL;
-- Texts can be longer than what an index takes.
CREATE INDEX "RunParam_text_idx" ON "RunParam"("projectId", "name", left("text", 100), "runId");
CREATE INDEX "Run_ended_idx" ON "Run"("projectId", "finishedAt", "id") WHERE "finishedAt" IS NOT NULL;
CREATE INDEX "Run_endedAnywhere_idx" ON "Run"("finishedAt", "id") WHERE "finishedAt" IS NOT NULL;
-- Deleting a run asks who reused it.
CREATE INDEX "Run_reusedFromRunId_idx" ON "Run"("reusedFromRunId") WHERE "reusedFromRunId" IS NOT NULL;

-- Bytes of doubles do not become smaller by compression: no time is spent on trying.
ALTER TABLE "MetricSegment" ALTER COLUMN "steps" SET STORAGE EXTERNAL, ALTER COLUMN "times" SET STORAGE EXTERNAL, ALTER COLUMN "values" SET STORAGE EXTERNAL;

-- Curves that there are: one series a name, its points in segments of at most 4,096.
INSERT INTO "MetricSeries" ("runId", "projectId", "name", "count", "lastStep", "lastAt", "last", "min", "max", "tail")
SELECT m."runId", r."projectId", m."name", count(*), max(m."step"),
  (array_agg(m."at" ORDER BY m."step" DESC))[1], (array_agg(m."value" ORDER BY m."step" DESC))[1],
  min(m."value") FILTER (WHERE m."value" <> 'NaN'), max(m."value") FILTER (WHERE m."value" <> 'NaN'), '{}'
FROM "RunMetric" m JOIN "Run" r ON r."id" = m."runId" GROUP BY m."runId", r."projectId", m."name";

INSERT INTO "MetricSegment" ("seriesId", "firstStep", "lastStep", "count", "min", "minStep", "max", "maxStep", "nanStep", "steps", "times", "values")
SELECT s."id", min(p."step"), max(p."step"), count(*),
  min(p."value") FILTER (WHERE p."value" <> 'NaN'),
  (array_agg(p."step" ORDER BY p."value", p."step") FILTER (WHERE p."value" <> 'NaN'))[1],
  max(p."value") FILTER (WHERE p."value" <> 'NaN'),
  (array_agg(p."step" ORDER BY p."value" DESC, p."step") FILTER (WHERE p."value" <> 'NaN'))[1],
  min(p."step") FILTER (WHERE p."value" = 'NaN'),
  string_agg(float8send(p."step"::float8), ''::bytea ORDER BY p."step"),
  string_agg(float8send(floor(extract(epoch FROM p."at") * 1000)::float8), ''::bytea ORDER BY p."step"),
  string_agg(float8send(p."value"), ''::bytea ORDER BY p."step")
FROM (
  SELECT *, (row_number() OVER (PARTITION BY "runId", "name" ORDER BY "step") - 1) / 4096 AS "part" FROM "RunMetric"
) p JOIN "MetricSeries" s ON s."runId" = p."runId" AND s."name" = p."name"
GROUP BY s."id", p."part";

DROP TABLE "RunMetric";

-- Parameters that there are, under their paths.
INSERT INTO "RunParam" ("runId", "projectId", "name", "text", "number")
WITH RECURSIVE flat AS (
  SELECT r."id", r."projectId", e.key AS "path", e.value FROM "Run" r,
    jsonb_each(CASE WHEN jsonb_typeof(r."params") = 'object' THEN r."params" ELSE '{}' END) e
  UNION ALL
  SELECT f."id", f."projectId", f."path" || '.' || e.key, e.value FROM flat f,
    jsonb_each(CASE WHEN jsonb_typeof(f.value) = 'object' THEN f.value ELSE '{}' END) e
)
SELECT "id", "projectId", left("path", 250),
  -- Lists of numbers as JavaScript writes them.
  left(CASE WHEN jsonb_typeof("value") = 'array' AND "value"::text !~ '"' THEN replace("value"::text, ', ', ',') ELSE "value" #>> '{}' END, 8000),
  CASE WHEN jsonb_typeof("value") = 'number' THEN ("value" #>> '{}')::float8 END
FROM flat WHERE jsonb_typeof("value") NOT IN ('object', 'null')
ON CONFLICT DO NOTHING;
