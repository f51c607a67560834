import type { PrismaClient } from '@fiducial/prisma/client';
import { readTogether } from '../graphql/read-together';
import { thingTypes } from '../graphql/thing';

/** Of the run itself its id alone: its results and parameters are long. */
const select = {
  id: true,
  dataset: true,
  model: true,
  sample: true,
  attackSet: true,
  referenceSet: true,
  detector: true,
  evaluation: true,
  layerSweep: true,
} as const satisfies Record<'id' | Uncapitalize<(typeof thingTypes)[number]>, true>;

/** The thing that a run makes, with the name of its GraphQL type; null for a run that makes none. */
export const thingOfRun = readTogether(async (prisma, runIds: readonly string[]) => {
  const things = await thingsOfRuns(prisma, runIds);
  return runIds.map((id) => things.get(id) ?? null);
});

/** The things that runs make, by the ids of the runs, with the names of their GraphQL types. */
export async function thingsOfRuns(prisma: PrismaClient, runIds: readonly string[]) {
  const runs = await prisma.run.findMany({ where: { id: { in: [...runIds] } }, select });
  return new Map(
    runs.flatMap((run) => {
      for (const typeName of thingTypes) {
        const thing = run[relationOf(typeName)];
        if (thing) return [[run.id, { ...thing, typeName }] as const];
      }
      return [];
    }),
  );
}

/** What a run calls its thing: `AttackSet` is its `attackSet`. */
function relationOf<Type extends string>(type: Type): Uncapitalize<Type> {
  return (type.charAt(0).toLowerCase() + type.slice(1)) as Uncapitalize<Type>; // as the type says
}
