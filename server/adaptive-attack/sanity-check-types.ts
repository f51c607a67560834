import { type SanityCheck, sanityCheckNames } from '@fiducial/core/adaptive';
import { builder } from '../graphql/builder';

const sanityCheckWords = {
  lossFalls: 'The loss that the attacker minimizes falls.',
  largeBudget: 'With a budget that reaches everywhere, nearly all images evade.',
  moreSteps: 'More steps never let fewer images evade.',
  beatsTransfer:
    'It does no worse than the best attack that does not know the detector, at the same budget; up to 2 points less may be chance.',
} as const;

const SanityCheckEnum = builder.enumType('SanityCheckName', {
  description: 'What must hold of an attack that knows a detector before its numbers say anything.',
  values: Object.fromEntries(
    sanityCheckNames.map((name) => [
      name.replaceAll(/([A-Z])/g, '_$1').toUpperCase(),
      { value: name, description: sanityCheckWords[name] },
    ]),
  ),
});

/** A sanity check as the API describes it. */
export const SanityCheckObject = builder.objectRef<SanityCheck>('SanityCheck').implement({
  description: 'A sanity check of an attack that knows a detector.',
  fields: (t) => ({
    check: t.field({ type: SanityCheckEnum, description: 'Which check.', resolve: ({ check }) => check }),
    passed: t.exposeBoolean('passed', {
      nullable: true,
      description: 'Whether it passed; null where it could not be made.',
    }),
    reason: t.exposeString('reason', { description: 'The outcome in words, with its numbers.' }),
  }),
});
