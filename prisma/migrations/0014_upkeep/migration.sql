-- AlterTable
ALTER TABLE "RunEvent" ADD COLUMN     "attempt" INTEGER;

-- AlterTable
ALTER TABLE "Artifact" ADD COLUMN     "unreferencedSince" TIMESTAMPTZ(3);
