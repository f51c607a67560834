-- CreateEnum
CREATE TYPE "ModelFormat" AS ENUM ('LAYERS', 'GRAPH');

-- AlterTable
ALTER TABLE "Model" ADD COLUMN     "format" "ModelFormat" NOT NULL DEFAULT 'LAYERS';
