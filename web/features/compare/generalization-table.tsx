import { memo } from 'react';
import { ScrollRegion } from '../../parts/scroll-region';
import { unbroken } from '../../text/names';
import { formatInterval, formatUnit } from '../../text/numbers';
import classes from './compare.module.css';
import type { Comparison } from './compare-query';
import { ThreatNote } from './threat-note';

/** What each detector learned from against each attack that it was judged on. */
export const GeneralizationTable = memo(function GeneralizationTable({
  comparison,
}: {
  readonly comparison: Comparison;
}) {
  const rows = comparison.generalization.filter(({ trainedOn }) => trainedOn.length > 0);
  const attacks = comparison.attackSets.filter(({ control }) => !control);
  return (
    <ScrollRegion label="Attacks learned from against attacks judged on">
      <table className={classes.results}>
        <thead>
          <tr>
            <th scope="col">Detector</th>
            <th scope="col">Learned from</th>
            {attacks.map(({ id, name }) => (
              <th key={id} scope="col">
                <span className={classes.wrapped}>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ evaluation, trainedOn, cells }) => (
            <tr key={evaluation.id}>
              <th scope="row">
                {unbroken(evaluation.name)}
                <ThreatNote level={evaluation.strongestThreatLevel} detectorId={evaluation.detector.id} />
              </th>
              <td>
                <span className={classes.wrapped}>{trainedOn.map(({ name }) => name).join(', ')}</span>
              </td>
              {attacks.map(({ id }) => {
                const cell = cells.find(({ attackSet }) => attackSet.id === id);
                return (
                  <td key={id} className={cell?.seen ? classes.quiet : undefined}>
                    <span className={classes.value}>
                      {formatUnit(cell?.auc)}
                      {cell?.seen && ' (seen)'}
                    </span>
                    <span className={classes.interval}>{formatInterval(cell?.aucLow, cell?.aucHigh)}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
});
