import type { Real } from '@fiducial/schema';

const significantDigits = 3;

/** A number with three significant digits: 0.987, 12.3, 1,230; very small and large ones with a power of ten. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e7) return scientific(value);
  // From here three digits are four places: 999.6 is 1,000, not 1.00e+3.
  if (size >= 999.5) return minus(Math.round(value).toLocaleString('en-US'));
  return minus(value.toPrecision(significantDigits));
}

/** A figure from 0 to 1, such as an AUC, with three decimals: 0.998, 1.000. 1.00 beside 0.998 would look less certain than it is. */
export function formatUnit(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return formatNumber(value);
  return minus(value.toFixed(significantDigits));
}

/** A double of the API in figures; one that is no number says so. */
export function formatReal(value: Real | null): string {
  if (value === 'NaN') return 'not a number';
  return value === null ? '–' : formatNumber(Number(value));
}

/** Milliseconds for an input, with three decimals below 100 so that columns are read at a glance: 0.013, 1.270. */
export function formatMilliseconds(milliseconds: number | null | undefined): string {
  const isPlain = typeof milliseconds === 'number' && milliseconds >= 1e-3 && milliseconds < 100;
  return isPlain ? milliseconds.toFixed(significantDigits) : formatNumber(milliseconds);
}

/** A count: 10,000. */
export function formatCount(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : minus(Math.round(value).toLocaleString('en-US'));
}

/** A share, 0 to 1, in percent with three significant digits: 98.7 %. */
export function formatShare(share: number | null | undefined): string {
  if (share === null || share === undefined || Number.isNaN(share)) return '–';
  if (share === 1) return '100\u00a0%';
  return `${formatNumber(share * 100)}\u00a0%`;
}

/** A size in bytes: 1.23 MB. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return '–';
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? formatCount(size) : formatNumber(size)} ${units[unit]}`;
}

/** An interval, both ends with the same decimals: [0.981, 0.993], [0.998, 1.000]; empty where there is none. */
export function formatInterval(low: number | null | undefined, high: number | null | undefined): string {
  if (typeof low !== 'number' || typeof high !== 'number') return '';
  const isPlain = [low, high].every((end) => Math.abs(end) <= 1 && (end === 0 || Math.abs(end) >= 1e-3));
  if (!isPlain) return `[${formatNumber(low)}, ${formatNumber(high)}]`;
  return `[${formatUnit(low)}, ${formatUnit(high)}]`;
}

/** A mean with the standard deviation beside it, both with three decimals: 0.948 ± 0.008. */
export function formatSpread(mean: number, standardDeviation: number): string {
  return `${minus(mean.toFixed(significantDigits))} ± ${standardDeviation.toFixed(significantDigits)}`;
}

/** A budget in input units, as a multiple of 1/255 where it is one: 40/255; null is that of an attack without one. */
export function formatEpsilon(epsilon: number | null): string {
  if (epsilon === null) return 'minimal norm';
  const steps = epsilon * 255;
  const whole = Math.round(steps);
  if (whole >= 1 && whole < 255 && Math.abs(steps - whole) < 1e-4) return `${whole}/255`;
  return formatNumber(epsilon);
}

function scientific(value: number): string {
  const [mantissa, exponent] = value.toExponential(significantDigits - 1).split('e');
  return minus(`${mantissa} × 10${superscript(Number(exponent))}`);
}

function superscript(exponent: number): string {
  const digits: Readonly<Record<string, string>> = { '-': '⁻' };
  return [...String(exponent)].map((sign) => digits[sign] ?? '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)] ?? sign).join('');
}

/** A true minus sign is as wide as a digit. */
function minus(text: string): string {
  return text.replace(/^-/, '−');
}

/** A p value: two digits, and below 0.001 no more than that; spaces do not break. */
export function formatPValue(pValue: number): string {
  return pValue < 0.001 ? '<\u00a00.001' : pValue.toPrecision(2);
}
