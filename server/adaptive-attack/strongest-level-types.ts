import { ThreatLevelEnum } from '../attack-set/attack-set-enums';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { strongestLevels } from './strongest-level';
import type { ThreatLevel } from './threat';

const strongest = new WeakMap<ApiContext, Promise<ReadonlyMap<string, ThreatLevel>>>();

/** The strongest attacker that was set on a detector, over attack sets that are made: one query for all of a request. */
async function strongestLevel(context: ApiContext, detectorId: string): Promise<ThreatLevel> {
  const known =
    strongest.get(context) ?? strongestLevels(context.prisma, { project: context.viewer.projects });
  strongest.set(context, known);
  return (await known).get(detectorId) ?? 'ZERO';
}

const strongestWords =
  'What the strongest attacker that was set on it knew: with ZERO there is no adaptive attack, and its numbers say nothing about an attacker who knows it.';

builder.prismaObjectField('Detector', 'strongestThreatLevel', (t) =>
  t.field({
    type: ThreatLevelEnum,
    description: strongestWords,
    resolve: ({ id }, _, context) => strongestLevel(context, id),
  }),
);

builder.prismaObjectField('Evaluation', 'strongestThreatLevel', (t) =>
  t.field({
    type: ThreatLevelEnum,
    description: `Of its detector: ${strongestWords.charAt(0).toLowerCase()}${strongestWords.slice(1)}`,
    resolve: ({ detectorId }, _, context) => strongestLevel(context, detectorId),
  }),
);
