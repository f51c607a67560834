-- Runs that were deleted together lie in a project of their own, which is deleted from the start: nobody finds it or
-- anything in it, and it is removed with what it holds when its time is over.
ALTER TABLE "Project" ADD COLUMN "deletedFromId" UUID;

-- CreateIndex
CREATE INDEX "Project_deletedFromId_idx" ON "Project"("deletedFromId");

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_deletedFromId_fkey" FOREIGN KEY ("deletedFromId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
