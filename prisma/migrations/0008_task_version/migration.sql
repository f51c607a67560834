-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "taskVersion" INTEGER;
