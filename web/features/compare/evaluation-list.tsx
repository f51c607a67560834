'use client';

import { Checkbox } from '@mantine/core';
import { formatInterval, formatUnit } from '../../text/numbers';
import { threatWords } from '../../text/threat-words';
import type { Choosable } from './choosable-query';
import classes from './compare.module.css';

/** Evaluations to tick, best first, those over the same inputs together. */
export function EvaluationList({
  evaluations,
  chosen,
  onChange,
}: {
  readonly evaluations: readonly Choosable[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}) {
  const groups = [...new Set(evaluations.map(({ inputsDigest }) => inputsDigest))];
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((of) => of !== id) : [...chosen, id]);
  return groups.map((digest, at) => (
    <fieldset key={digest ?? at} className={classes.choices}>
      <legend className={classes.controlLabel}>
        {groups.length === 1 ? 'All over the same inputs' : `Over the same inputs, group ${at + 1}`}
      </legend>
      {evaluations
        .filter(({ inputsDigest }) => inputsDigest === digest)
        .map(({ id, detector, strongestThreatLevel, macroAuc, macroAucLow, macroAucHigh }) => (
          <Checkbox
            key={id}
            checked={chosen.includes(id)}
            onChange={() => toggle(id)}
            label={detector.name}
            description={[
              `Macro-AUC ${formatUnit(macroAuc)} ${formatInterval(macroAucLow, macroAucHigh)}`,
              threatWords[strongestThreatLevel],
            ]
              .filter(Boolean)
              .join(' · ')}
          />
        ))}
    </fieldset>
  ));
}
