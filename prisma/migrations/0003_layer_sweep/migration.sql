-- CreateTable
CREATE TABLE "LayerSweep" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "modelId" UUID NOT NULL,
    "referenceSetId" UUID NOT NULL,
    "sampleId" UUID NOT NULL,
    "sourceId" UUID,
    "name" TEXT NOT NULL,
    "macroAuc" DOUBLE PRECISION,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LayerSweep_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LayerSweepAttackSet" (
    "layerSweepId" UUID NOT NULL,
    "attackSetId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,

    CONSTRAINT "LayerSweepAttackSet_pkey" PRIMARY KEY ("layerSweepId","attackSetId")
);

-- CreateIndex
CREATE UNIQUE INDEX "LayerSweep_runId_key" ON "LayerSweep"("runId");

-- CreateIndex
CREATE INDEX "LayerSweep_projectId_idx" ON "LayerSweep"("projectId");

-- CreateIndex
CREATE INDEX "LayerSweep_modelId_idx" ON "LayerSweep"("modelId");

-- CreateIndex
CREATE INDEX "LayerSweepAttackSet_attackSetId_idx" ON "LayerSweepAttackSet"("attackSetId");

-- AddForeignKey
ALTER TABLE "LayerSweep" ADD CONSTRAINT "LayerSweep_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LayerSweep" ADD CONSTRAINT "LayerSweep_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LayerSweep" ADD CONSTRAINT "LayerSweep_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LayerSweep" ADD CONSTRAINT "LayerSweep_referenceSetId_fkey" FOREIGN KEY ("referenceSetId") REFERENCES "ReferenceSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LayerSweep" ADD CONSTRAINT "LayerSweep_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "Sample"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LayerSweep" ADD CONSTRAINT "LayerSweep_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "LayerSweep"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LayerSweepAttackSet" ADD CONSTRAINT "LayerSweepAttackSet_layerSweepId_fkey" FOREIGN KEY ("layerSweepId") REFERENCES "LayerSweep"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LayerSweepAttackSet" ADD CONSTRAINT "LayerSweepAttackSet_attackSetId_fkey" FOREIGN KEY ("attackSetId") REFERENCES "AttackSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;
