import type { Real } from '@fiducial/schema';
import { titleOfMetric } from '../../text/names';
import { formatReal } from '../../text/numbers';
import type { RunRowData } from './run-row';

/** Figures that say what a run is about, the most telling first: what RunRow asks for. */
const telling = ['evasionRate', 'macroAuc', 'successRate', 'cleanAccuracy'] as const;

/** What a run that is done amounts to, such as "Macro-AUC 0.902"; undefined for one without such a figure. */
export function headlineOf({
  status,
  lastValues,
}: Pick<RunRowData, 'status' | 'lastValues'>): string | undefined {
  // Values by name, as the API says.
  const values = lastValues as Readonly<Record<string, Real>>;
  const name = status === 'SUCCEEDED' ? telling.find((one) => one in values) : undefined;
  return name && `${titleOfMetric(name)} ${formatReal(values[name] ?? null)}`;
}
