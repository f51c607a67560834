'use client';

import { readFragment } from '@fiducial/schema';
import { useDebouncedValue } from '@mantine/hooks';
import { useQueryStates } from 'nuqs';
import { useMemo, useRef, useState } from 'react';
import { useAnswer } from '../../lib/use-answer';
import { type CompareState, compareParsers } from './compare-state';
import type { ComparedDetector } from './compared-detector';
import { positionAtFalsePositiveRate, positionAtThreshold, type RocPosition } from './operating-point';
import { type OperatingPoint, OperatingPointFields, OperatingPointsQuery } from './operating-points-query';

const settleMs = 80;

/** What the one threshold control is set to. */
export type ThresholdSetting =
  | { readonly by: 'falsePositiveRate'; readonly value: number }
  | { readonly by: 'hand'; readonly value: number }
  /** Each detector's own, set on validation images when it was fitted. */
  | { readonly by: 'own'; readonly value: null };

/** Where each detector works at the threshold; in the order of the detectors. */
export interface WorkingPoint {
  readonly threshold: number;
  /** On its curve; null where it has none. */
  readonly position: RocPosition | null;
  /** The server's count; while the control moves, the last one. */
  readonly counted: OperatingPoint;
}

/**
 * The one threshold of the page. Positions follow the control at once, read from the curves; the counts come from the
 * server when it rests, and the address is written when it is let go.
 */
export function useThreshold(
  detectors: readonly ComparedDetector[],
  countedAt: ThresholdAddress,
  over: CurveOver,
) {
  const [address, setAddress] = useQueryStates(
    { fpr: compareParsers.fpr, threshold: compareParsers.threshold, own: compareParsers.own },
    { history: 'replace' },
  );
  const [setting, move] = useState<ThresholdSetting>(() => settingOf(address));
  const [asked] = useDebouncedValue(setting, settleMs);
  // A page that is come back to has another setting in its address than the one that its counts are at.
  const opened = same(asked, settingOf(countedAt));
  const answer = useAnswer(
    OperatingPointsQuery,
    { ids: detectors.map(({ id }) => id), ...variablesOf(asked), ...over },
    !opened,
  );
  // The last counts stay while the next ones are on their way.
  const last = useRef(answer.data);
  if (answer.data) last.current = answer.data;
  const data = opened ? undefined : last.current;
  const counted = useMemo(() => {
    const compared = data?.compare.__typename === 'Comparison' ? data.compare.evaluations : [];
    const read = compared.map((evaluation) => readFragment(OperatingPointFields, evaluation));
    return detectors.map(
      ({ id, operatingPoint }) => read.find((of) => of.id === id)?.operatingPoint ?? operatingPoint,
    );
  }, [data, detectors]);
  const settled = same(setting, asked);
  // Of another curve, the last counts say nothing of where it is.
  const exact = settled && (opened || answer.data !== undefined);
  const points = useMemo(
    () => detectors.map((of, at): WorkingPoint => workingPoint({ setting, settled, exact }, of, counted[at])),
    [detectors, setting, settled, exact, counted],
  );
  const keep = (kept: ThresholdSetting) => {
    move(kept);
    setAddress(addressOf(kept));
  };
  /** Counts of the server that did not come: those of before are shown. */
  const failed = answer.failed && !opened;
  // As the server counted them: they stay while the control moves, and what leads to inputs need not follow it.
  const thresholds = useMemo(
    () => (setting.by === 'own' ? null : counted.map(({ threshold }) => threshold)),
    [setting.by, counted],
  );
  return { setting, points, thresholds, move, keep, failed, again: answer.again };
}

/** What the curves are over. */
export interface CurveOver {
  /** Id of an attack set; null for all attacks together. */
  readonly attack: string | null;
  readonly over: CompareState['over'];
}

/** What the address of a comparison says of the threshold. */
export interface ThresholdAddress {
  readonly fpr: number;
  readonly threshold: number | null;
  readonly own: boolean;
}

function addressOf({ by, value }: ThresholdSetting): Partial<ThresholdAddress> {
  if (by === 'own') return { threshold: null, own: true };
  return by === 'hand' ? { threshold: value, own: false } : { fpr: value, threshold: null, own: false };
}

function settingOf({ fpr, threshold, own }: ThresholdAddress): ThresholdSetting {
  if (own) return { by: 'own', value: null };
  return threshold === null ? { by: 'falsePositiveRate', value: fpr } : { by: 'hand', value: threshold };
}

/** The arguments of the operating point at a setting. */
function variablesOf({ by, value }: ThresholdSetting) {
  if (by === 'own') return { threshold: null, fpr: null };
  return by === 'hand' ? { threshold: value, fpr: null } : { fpr: value, threshold: null };
}

function same(a: ThresholdSetting, b: ThresholdSetting): boolean {
  return a.by === b.by && a.value === b.value;
}

/** How far the counts are those of the setting. */
interface Counting {
  readonly setting: ThresholdSetting;
  /** Whether the control rests. */
  readonly settled: boolean;
  /** Whether the counts are of this setting, over these curves. */
  readonly exact: boolean;
}

/** Where one detector works: as the server counted it, and read from its curve until that is there. */
export function workingPoint(
  { setting: { by, value }, settled, exact }: Counting,
  { curve, evaluated }: Pick<ComparedDetector, 'curve' | 'evaluated'>,
  counted: OperatingPoint | undefined,
): WorkingPoint {
  const fixed = by === 'own' ? (evaluated.detector.threshold ?? 0) : by === 'hand' ? value : null;
  const known = counted ?? { threshold: fixed ?? 0, falsePositiveRate: 0, position: null, groups: [] };
  const at = fixed ?? (settled || value === null ? known.threshold : null);
  const read =
    curve && (at === null ? positionAtFalsePositiveRate(curve, value ?? 0) : positionAtThreshold(curve, at));
  const threshold = at ?? read?.threshold ?? known.threshold;
  const exactly = curve && exact ? counted?.position : null;
  return { threshold, position: exactly ? { ...exactly, threshold } : read, counted: known };
}
