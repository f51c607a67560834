-- What a run was expected to need, what its process took at most, and how much memory a worker lets a run have.
ALTER TABLE "Run" ADD COLUMN "estimate" JSONB, ADD COLUMN "peakMemoryBytes" BIGINT;
ALTER TABLE "Worker" ADD COLUMN "memoryLimitBytes" BIGINT;

-- Measured durations of like runs.
CREATE INDEX "Run_like_idx" ON "Run" ("kind", ("estimate" ->> 'like'), "finishedAt" DESC) WHERE "status" = 'SUCCEEDED';
