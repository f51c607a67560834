import { memo } from 'react';
import { ScrollRegion } from '../../parts/scroll-region';
import { counted, titleOfName } from '../../text/names';
import classes from './compare.module.css';
import type { ComparedDetector } from './compared-detector';
import { DetectorSwatch } from './detector-swatch';
import { compareParameters, type ParameterRow } from './parameter-differences';

/** So many detectors stand side by side; of more, whatever is less: detectors or parameters. */
const mostColumns = 4;

/** The parameters that differ; those that are alike are folded away below. */
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
          {detectors.length > Math.max(mostColumns, differing.length) ? (
            <ByDetector rows={differing} detectors={detectors} />
          ) : (
            <ByParameter rows={differing} detectors={detectors} />
          )}
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

interface Differing {
  readonly rows: readonly ParameterRow[];
  readonly detectors: readonly ComparedDetector[];
}

/** A column a detector. */
function ByParameter({ rows, detectors }: Differing) {
  return (
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
        {rows.map((row) => (
          <ParameterLine key={row.name} row={row} detectors={detectors} />
        ))}
      </tbody>
    </table>
  );
}

/** A column a parameter. */
function ByDetector({ rows, detectors }: Differing) {
  return (
    <table className={classes.results}>
      <thead>
        <tr>
          <th scope="col">Detector</th>
          {rows.map(({ name }) => (
            <th key={name} scope="col">
              {titleOfName(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {detectors.map(({ id, name, look }, at) => (
          <tr key={id} className={classes.firstLine}>
            <th scope="row">
              <span className={classes.named}>
                <DetectorSwatch look={look} />
                {name}
              </span>
            </th>
            {rows.map(({ name: parameter, values }) => (
              <td key={parameter}>{valueIn(values[at])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

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
        <td key={id}>{valueIn(values[at])}</td>
      ))}
    </tr>
  );
}

function valueIn(value: string | null | undefined) {
  return value === null || value === undefined ? (
    <span className={classes.quiet}>–</span>
  ) : (
    <span className={classes.wrapped}>{value}</span>
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
