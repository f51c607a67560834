import type { FieldValue } from '../../forms/parameter';
import type { LaunchField, ThingList, ThingOption } from './launch-fields';

/** What stands in the fields, by path: `sampleId`, `attack` (the chosen variant), `attack.pgd.steps`. */
export type LaunchValues = Readonly<Record<string, FieldValue | readonly File[] | undefined>>;

/** A field as it stands in a form. */
export interface PlacedField {
  readonly path: string;
  readonly field: LaunchField;
}

/** What decides which things can be chosen. */
export interface Offer {
  readonly things: Readonly<Record<ThingList, readonly ThingOption[]>>;
  /** Ids that the address gave, such as the model whose page led here. */
  readonly given: Readonly<Record<string, string>>;
}
