'use client';

import classes from './forms.module.css';
import type { FieldValue, Parameter } from './parameter';
import { ParameterField } from './parameter-field';

/** The form of a method: one control a parameter, drawn from what the server says of it. It knows no method. */
export function ParameterFields({
  parameters,
  values,
  errors = {},
  layers,
  onChange,
}: {
  parameters: readonly Parameter[];
  values: Readonly<Record<string, FieldValue>>;
  /** What is wrong, by name. */
  errors?: Readonly<Record<string, string | undefined>>;
  layers?: readonly string[] | undefined;
  onChange: (name: string, value: FieldValue) => void;
}) {
  return (
    <div className={classes.fields}>
      {parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name] ?? ''}
          error={errors[parameter.name]}
          layers={layers}
          onChange={(value) => onChange(parameter.name, value)}
        />
      ))}
    </div>
  );
}
