-- AlterTable
ALTER TABLE "Upload" ADD COLUMN     "refusal" TEXT;
