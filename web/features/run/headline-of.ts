import type { Real } from '@fiducial/schema';
import { titleOfMetric } from '../../text/names';
import { formatReal } from '../../text/numbers';
import { loggedKind } from './run-kinds';
import type { RunRowData } from './run-row';

/** Figures that say what a run is about, the most telling first: what RunRow asks for. */
export const headlineNames = ['evasionRate', 'macroAuc', 'successRate', 'cleanAccuracy'] as const;

/**
 * What a run of ours that is done amounts to, such as "Macro-AUC 0.902"; undefined for one without such a figure, and for a
 * logged run, whose names are not ours.
 */
export function headlineOf({
  kind,
  status,
  lastValues,
}: Pick<RunRowData, 'kind' | 'status' | 'lastValues'>): string | undefined {
  if (kind === loggedKind) return undefined;
  // Values by name, as the API says.
  const values = lastValues as Readonly<Record<string, Real>>;
  const name = status === 'SUCCEEDED' ? headlineNames.find((one) => one in values) : undefined;
  return name && `${titleOfMetric(name)} ${formatReal(values[name] ?? null)}`;
}
