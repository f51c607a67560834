import { methodFields } from '../launch/method-fields';

/** What decides a detector's result but its seed. */
interface Repeatable {
  readonly methodId: string;
  readonly parameters: unknown;
  readonly referenceSet: { readonly id: string };
  readonly sample: { readonly id: string };
  readonly attackSets: readonly { readonly id: string }[];
}

/** Fields of the form that repeats a detector over seeds, as its address takes them: nothing but the seed differs. */
export function repeatFields(detector: Repeatable): Record<string, string> {
  const { methodId, parameters, referenceSet, sample, attackSets } = detector;
  return {
    referenceSetId: referenceSet.id,
    sampleId: sample.id,
    // The API gives a method's parameters as a JSON object by name.
    ...methodFields('detector', methodId, parameters as Record<string, unknown>),
    trainOn: attackSets.map(({ id }) => id).join(','),
  };
}
