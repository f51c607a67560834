import { memo } from 'react';
import { ScrollRegion } from '../../parts/scroll-region';
import { counted, titleOfName } from '../../text/names';
import classes from './compare.module.css';
import type { ComparedDetector } from './compared-detector';
import { DetectorSwatch } from './detector-swatch';
import { compareParameters, type ParameterRow } from './parameter-differences';

/** The parameters that differ, a column a detector; those that are alike are folded away below. */
export const ParameterTable = memo(function ParameterTable({
  detectors,
}: {
  readonly detectors: readonly ComparedDetector[];
}) {
  const { differing, common } = compareParameters(detectors.map(parametersOf));
  return (
    <>
      {differing.length > 0 ? (
        <ScrollRegion label="Parameters that differ">
          <table className={classes.results}>
            <thead>
              <tr>
                <th scope="col">Parameter</th>
                {detectors.map(({ id, name, look }) => (
                  <th key={id} scope="col" className={classes.parameterHead}>
                    <DetectorSwatch look={look} /> {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {differing.map((row) => (
                <ParameterLine key={row.name} row={row} detectors={detectors} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      ) : (
        <p className={classes.nothing}>
          They have the same parameters: what differs is what they were fitted with.
        </p>
      )}
      {common.length > 0 && (
        <details className={classes.common}>
          <summary>{counted(common.length, 'parameter')} that all have alike</summary>
          <dl>
            {common.map(({ name, values }) => (
              <div key={name}>
                <dt>{titleOfName(name)}</dt>
                <dd>{values[0]}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
});

function ParameterLine({
  row: { name, values },
  detectors,
}: {
  readonly row: ParameterRow;
  readonly detectors: readonly ComparedDetector[];
}) {
  return (
    <tr>
      <th scope="row">{titleOfName(name)}</th>
      {detectors.map(({ id }, at) => (
        <td key={id}>{values[at] ?? <span className={classes.quiet}>–</span>}</td>
      ))}
    </tr>
  );
}

/** Those of the method, and what else decides a detector. */
function parametersOf({ evaluated: { detector } }: ComparedDetector): Record<string, unknown> {
  const given = detector.parameters;
  return {
    method: detector.method?.title ?? detector.methodId,
    referenceSet: detector.referenceSet.name,
    learnedFrom: detector.trainedOn.length > 0 ? detector.trainedOn : 'no attacks',
    // The API gives parameters as JSON: an object of what the method declares.
    ...(typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {}),
  };
}
