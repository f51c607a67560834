-- AlterTable
ALTER TABLE "Worker" ADD COLUMN     "memoryBytes" BIGINT;
