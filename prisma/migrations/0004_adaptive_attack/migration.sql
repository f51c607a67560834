-- AlterTable
ALTER TABLE "AttackSet" ADD COLUMN     "surrogateId" UUID,
ADD COLUMN     "targetId" UUID,
ADD COLUMN     "testOnly" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "verdict" JSONB;

-- CreateIndex
CREATE INDEX "AttackSet_targetId_idx" ON "AttackSet"("targetId");

-- CreateIndex
CREATE INDEX "AttackSet_surrogateId_idx" ON "AttackSet"("surrogateId");

-- AddForeignKey
ALTER TABLE "AttackSet" ADD CONSTRAINT "AttackSet_targetId_fkey" FOREIGN KEY ("targetId") REFERENCES "Detector"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AttackSet" ADD CONSTRAINT "AttackSet_surrogateId_fkey" FOREIGN KEY ("surrogateId") REFERENCES "Detector"("id") ON DELETE CASCADE ON UPDATE CASCADE;
