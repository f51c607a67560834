-- CreateEnum
CREATE TYPE "ThreatLevel" AS ENUM ('ZERO', 'LIMITED', 'PERFECT');

-- AlterTable
ALTER TABLE "AttackSet" ADD COLUMN     "flags" JSONB,
ADD COLUMN     "threatLevel" "ThreatLevel" NOT NULL DEFAULT 'ZERO';
