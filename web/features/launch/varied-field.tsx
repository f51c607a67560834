'use client';

import { titleOfName } from '../../text/names';
import { AxisField, VaryButton } from './axis-field';
import { type AxisEntry, firstEntry } from './axis-values';
import { shownValue } from './field-values';
import classes from './launch.module.css';
import { LaunchFieldControl } from './launch-field';
import type { LaunchFieldProps } from './launch-field-props';

/** A field of a launch form, which can be given several values where it `varies`. */
export function VariedField({
  entry,
  varies,
  onVary,
  ...props
}: LaunchFieldProps & {
  entry: AxisEntry | undefined;
  varies: boolean;
  onVary: (path: string, entry: AxisEntry | undefined) => void;
}) {
  const { placed, values, error, layers = [] } = props;
  const { field, path } = placed;
  if (!varies || field.kind !== 'parameter') return <LaunchFieldControl {...props} />;
  const { parameter } = field;
  const varied = entry !== undefined;
  return (
    <div className={classes.field}>
      {varied ? (
        <AxisField
          parameter={parameter}
          entry={entry}
          error={error}
          layers={layers}
          onChange={(next) => onVary(path, next)}
        />
      ) : (
        <LaunchFieldControl {...props} />
      )}
      <VaryButton
        title={titleOfName(parameter.name)}
        varied={varied}
        onClick={() => onVary(path, varied ? undefined : firstEntry(parameter, shownValue(placed, values)))}
      />
    </div>
  );
}
