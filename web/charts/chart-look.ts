import { chartInk, type SchemeColor } from '../theme/colors';
import { textFont } from '../theme/fonts';
import { useScheme } from '../theme/use-scheme';

/** Colors of everything in a chart that is not data. */
export interface ChartLook {
  /** Text and axis lines. */
  readonly ink: string;
  /** Labels of ticks, units. */
  readonly soft: string;
  /** Grid lines and the diagonal. */
  readonly grid: string;
  /** What lies behind the chart. */
  readonly paper: string;
  readonly dark: boolean;
}

const looks = {
  light: { ...chartInk.light, dark: false },
  dark: { ...chartInk.dark, dark: true },
} as const satisfies Record<string, ChartLook>;

/** The look that fits the color scheme. */
export function useChartLook(): ChartLook {
  return looks[useScheme()];
}

/** Pictures are exported for white paper, whatever the screen shows. */
export const exportLook: ChartLook = looks.light;

/** A color as it is on this paper. */
export function inked(color: SchemeColor, { dark }: ChartLook): string {
  return color[dark ? 'dark' : 'light'];
}

/** Canvas text does not inherit the page's font. */
export const chartFont = textFont;

/** Sizes of text in charts, in pixels: of titles and what is said on hover, and of what stands at ticks and lines. */
export const chartText = { title: 12, label: 11 } as const;

/** Axes as a journal sets them: a thin line, ticks outwards, the title in the middle, no grid unless asked. */
export function axis(look: ChartLook, name: string, nameGap = 30) {
  return {
    name,
    nameLocation: 'middle' as const,
    nameGap,
    nameTextStyle: { color: look.ink, fontSize: chartText.title, fontFamily: chartFont },
    axisLine: { show: true, onZero: false, lineStyle: { color: look.soft, width: 1 } },
    axisTick: { show: true, length: 4, lineStyle: { color: look.soft, width: 1 } },
    axisLabel: { color: look.soft, fontSize: chartText.label, fontFamily: chartFont },
    splitLine: { show: false },
  };
}

/** A linear axis of values; its labels give way where they would overlap. */
export function valueAxis(
  look: ChartLook,
  name: string,
  { gap, formatTick = plainTick }: { gap: number; formatTick?: (value: number) => string },
) {
  const set = axis(look, name, gap);
  return {
    ...set,
    type: 'value' as const,
    axisLabel: { ...set.axisLabel, hideOverlap: true, formatter: formatTick },
  };
}

/** A linear axis that ends where its data does: no label at the ends, which are no round values. */
export function fittedAxis(
  look: ChartLook,
  name: string,
  { gap, ends }: { gap: number; ends: { readonly min: number; readonly max: number } },
) {
  const set = valueAxis(look, name, { gap });
  return { ...set, ...ends, axisLabel: { ...set.axisLabel, showMinLabel: false, showMaxLabel: false } };
}

/** Three digits at most, and a minus sign as wide as a digit. */
function plainTick(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

/** The tooltip in the page's colors. */
export function tooltip(look: ChartLook) {
  return {
    backgroundColor: look.paper,
    borderColor: look.grid,
    borderWidth: 1,
    padding: [6, 10],
    textStyle: { color: look.ink, fontSize: chartText.title, fontFamily: chartFont },
    confine: true,
    transitionDuration: 0,
  };
}
