import { ThreatMark } from '../../parts/threat-mark';
import type { ThreatLevel } from '../../text/threat-words';
import classes from './compare.module.css';

/** What attackers knew of a detector, on a line of its own under its name; no line where there is nothing to say. */
export function ThreatNote({
  level,
  detectorId,
}: {
  level: ThreatLevel;
  /** Undefined where the reader may not go there. */
  detectorId?: string | undefined;
}) {
  if (level === 'PERFECT') return null;
  return (
    <span className={classes.headNote}>
      <ThreatMark level={level} detectorId={detectorId} />
    </span>
  );
}
