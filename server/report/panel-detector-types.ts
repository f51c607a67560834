import { ThreatLevelEnum } from '../attack-set/attack-set-enums';
import { builder } from '../graphql/builder';
import type { SharedEvaluation } from '../public-link/shared-comparison';

/** A detector as panels name it. */
export const PanelDetector = builder.objectRef<SharedEvaluation>('PanelDetector').implement({
  description: 'A detector in a panel of a report.',
  fields: (t) => ({
    name: t.string({ description: 'Its name.', resolve: ({ evaluation }) => evaluation.detector.name }),
    place: t.exposeInt('place', {
      description:
        'Place of its name among the detectors of its project, from 0: it is drawn alike everywhere.',
    }),
    strongestThreatLevel: t.field({
      type: ThreatLevelEnum,
      description:
        'What the strongest attacker that was set on it knew: with ZERO its numbers say nothing about an attacker who knows it.',
      resolve: ({ threatLevel }) => threatLevel,
    }),
  }),
});
