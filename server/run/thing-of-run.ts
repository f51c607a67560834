import type { PrismaClient } from '@fiducial/prisma/client';

const include = {
  dataset: true,
  model: true,
  sample: true,
  attackSet: true,
  referenceSet: true,
  detector: true,
  evaluation: true,
  layerSweep: true,
} as const;

const typeNames = {
  dataset: 'Dataset',
  model: 'Model',
  sample: 'Sample',
  attackSet: 'AttackSet',
  referenceSet: 'ReferenceSet',
  detector: 'Detector',
  evaluation: 'Evaluation',
  layerSweep: 'LayerSweep',
} as const;

/** The thing that a run makes, with the name of its GraphQL type; null for a run that makes none. */
export async function thingOfRun(prisma: PrismaClient, runId: string) {
  const run = await prisma.run.findUnique({ where: { id: runId }, include });
  for (const key of Object.keys(typeNames) as (keyof typeof typeNames)[]) {
    const thing = run?.[key];
    if (thing) return { ...thing, typeName: typeNames[key] };
  }
  return null;
}
