-- Whether the attempt that ended a run computed in smaller batches, after an earlier one had run out of memory.
ALTER TABLE "Run" ADD COLUMN "smallerBatches" BOOLEAN NOT NULL DEFAULT false;
