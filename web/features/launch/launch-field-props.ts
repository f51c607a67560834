import type { FieldValue } from '../../forms/parameter';
import type { ThingOption } from './launch-fields';
import type { LaunchValues, PlacedField } from './launch-state';

/** What a control of a launch form is given. */
export interface LaunchFieldProps {
  readonly placed: PlacedField;
  readonly values: LaunchValues;
  readonly error: string | undefined;
  readonly options: readonly ThingOption[];
  readonly chosen: readonly ThingOption[];
  /** Layers of the model or reference set that is chosen. */
  readonly layers: readonly string[] | undefined;
  /** Address of the form that makes what is missing. */
  readonly makeHref: string | undefined;
  readonly onChange: (path: string, value: FieldValue | readonly File[]) => void;
}
