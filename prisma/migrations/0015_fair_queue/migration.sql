-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "priority" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "QueueTurn" (
    "teamId" UUID NOT NULL,
    "servedAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "QueueTurn_pkey" PRIMARY KEY ("teamId")
);

-- CreateIndex
CREATE INDEX "Run_projectId_status_idx" ON "Run"("projectId", "status");

-- AddForeignKey
ALTER TABLE "QueueTurn" ADD CONSTRAINT "QueueTurn_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;
