'use client';

import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { paths } from '../../lib/paths';
import { PageLink } from '../../parts/page-link';
import { ScrollRegion } from '../../parts/scroll-region';
import {
  formatInterval,
  formatMilliseconds,
  formatNumber,
  formatShare,
  formatUnit,
} from '../../text/numbers';
import classes from './compare.module.css';
import type { ComparedDetector } from './compared-detector';
import { DetectorSwatch } from './detector-swatch';
import { ThreatNote } from './threat-note';
import type { ThresholdSetting, WorkingPoint } from './use-threshold';

/** Which images a threshold was set on: those that it is judged on, or others. */
const thresholdNotes = {
  falsePositiveRate: 'set on test images',
  hand: 'set by hand',
  own: 'set on validation images',
} as const satisfies Record<ThresholdSetting['by'], string>;

/** The key of all panels, and where each detector works at the threshold. */
export function OperatingTable({
  detectors,
  points,
  by,
  over,
  onRemove,
}: {
  readonly detectors: readonly ComparedDetector[];
  readonly points: readonly WorkingPoint[];
  readonly by: ThresholdSetting['by'];
  readonly over: string;
  readonly onRemove: (id: string) => void;
}) {
  return (
    <ScrollRegion label="Detectors at the threshold">
      <table className={classes.results}>
        <thead>
          <tr>
            <th scope="col">Detector</th>
            <th scope="col">
              Macro-AUC<span className={classes.headNote}>mean over attacks</span>
            </th>
            <th scope="col">
              Threshold<span className={classes.headNote}>{thresholdNotes[by]}</span>
            </th>
            <th scope="col">
              False positives<span className={classes.headNote}>of authentic test images</span>
            </th>
            <th scope="col">
              True positives<span className={classes.headNote}>{over}</span>
            </th>
            <th scope="col">
              Time<span className={classes.headNote}>per input</span>
            </th>
            <th scope="col" aria-label="Remove" />
          </tr>
        </thead>
        <tbody>
          {detectors.map((detector, at) => {
            const { id, name, evaluated } = detector;
            const point = points[at];
            const macro = evaluated.rows.find(({ kind }) => kind === 'MACRO');
            return (
              <tr key={id} className={classes.firstLine}>
                <NameCell detector={detector} />
                <td>
                  {formatUnit(macro?.auc)}{' '}
                  <span className={classes.quiet}>{formatInterval(macro?.aucLow, macro?.aucHigh)}</span>
                </td>
                <td>{formatNumber(point?.threshold)}</td>
                <td>{formatShare(point?.counted.falsePositiveRate)}</td>
                <td>{formatShare(point?.position?.truePositiveRate)}</td>
                <td className={classes.quiet}>
                  {evaluated.millisecondsPerInput === null
                    ? '–'
                    : `${formatMilliseconds(evaluated.millisecondsPerInput)} ms`}
                </td>
                <td className={classes.removeCell}>
                  {detectors.length > 1 && <RemoveButton id={id} name={name} onRemove={onRemove} />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** What of a line stays while the threshold moves is kept: with 50 lines it is most of the work of a frame. */
const NameCell = memo(function NameCell({
  detector: { name, look, evaluated },
}: {
  readonly detector: ComparedDetector;
}) {
  return (
    <th scope="row">
      <span className={classes.named}>
        <DetectorSwatch look={look} />
        <PageLink href={paths.detector(evaluated.detector.id)} className={classes.plainLink}>
          {name}
        </PageLink>
      </span>
      <ThreatNote level={evaluated.strongestThreatLevel} detectorId={evaluated.detector.id} />
    </th>
  );
});

const RemoveButton = memo(function RemoveButton({
  id,
  name,
  onRemove,
}: {
  readonly id: string;
  readonly name: string;
  readonly onRemove: (id: string) => void;
}) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={`Take ${name} out of the comparison`}
      onClick={() => onRemove(id)}
    >
      <IconX size={14} />
    </ActionIcon>
  );
});
