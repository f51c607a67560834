-- AlterTable
ALTER TABLE "Upload" ADD COLUMN     "tokenId" UUID;

-- CreateIndex
CREATE INDEX "Upload_tokenId_idx" ON "Upload"("tokenId");

-- AddForeignKey
ALTER TABLE "Upload" ADD CONSTRAINT "Upload_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "AccessToken"("id") ON DELETE SET NULL ON UPDATE CASCADE;

