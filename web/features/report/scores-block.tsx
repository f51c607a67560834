'use client';

import { useMemo } from 'react';
import { unbroken } from '../../text/names';
import { threatNote } from '../../text/threat-words';
import { detectorLookAt } from '../../theme/colors';
import { ScoreHistogram } from '../compare/score-histogram';
import type { BlockNamed } from './block-fields';
import classes from './report.module.css';

type Line = BlockNamed<'ScoresPanel'>['lines'][number];

/** How scores are spread, detector by detector. */
export function ScoresBlock({ panel }: { readonly panel: BlockNamed<'ScoresPanel'> }) {
  return (
    <div className={classes.pair}>
      {panel.lines.map((line) => (
        <DetectorScores key={line.detector.name} line={line} />
      ))}
    </div>
  );
}

function DetectorScores({ line: { detector, threshold, groups } }: { readonly line: Line }) {
  const flagged = useMemo(() => groups.map(({ flagged }) => flagged), [groups]);
  const { name, place, strongestThreatLevel } = detector;
  return (
    <ScoreHistogram
      name={unbroken(name)}
      look={detectorLookAt(place)}
      groups={groups}
      threshold={threshold ?? Number.NaN}
      flagged={flagged}
      exportNote={threatNote([{ name, level: strongestThreatLevel }])}
    />
  );
}
