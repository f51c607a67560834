/** A color in the light and in the dark scheme. */
export interface SchemeColor {
  readonly light: string;
  readonly dark: string;
}

/** What an input is: the same colors on every page, never by color alone. */
export const groupColors = {
  AUTHENTIC: { light: '#0072b2', dark: '#4ba6de' },
  ADVERSARIAL: { light: '#d55e00', dark: '#f0813a' },
  ERROR: { light: '#e69f00', dark: '#f0b840' },
  CONTROL: { light: '#767676', dark: '#a0a0a0' },
} as const satisfies Readonly<Record<string, SchemeColor>>;

/** What people call the groups. */
export const groupTitles = {
  AUTHENTIC: 'authentic',
  ADVERSARIAL: 'adversarial',
  ERROR: 'error',
  CONTROL: 'control',
} as const;

/** Hues that people with any color vision tell apart (Okabe and Ito), in their fixed order. */
const detectorHues: readonly SchemeColor[] = [
  { light: '#009e73', dark: '#2fc79b' },
  { light: '#cc79a7', dark: '#e39cc2' },
  { light: '#56b4e9', dark: '#7cc6f0' },
  { light: '#e69f00', dark: '#f0b840' },
  { light: '#0072b2', dark: '#4ba6de' },
  { light: '#d55e00', dark: '#f0813a' },
  { light: '#b8a900', dark: '#f0e442' },
  { light: '#000000', dark: '#ffffff' },
];

/** Dashes that tell lines apart where hues come again, or come close. */
export const detectorDashes: readonly (readonly number[] | 'solid')[] = [
  'solid',
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [12, 3],
  [6, 2, 2, 2, 2, 2],
];

/** The dash of what is not attacked but a control, shorter than any of a detector. */
export const controlDash: readonly number[] = [3, 3];

/** So many lines of different hues are told apart without dashes. */
const mostSolid = 4;

/** How a detector is drawn. */
export interface DetectorLook {
  readonly color: SchemeColor;
  readonly dash: readonly number[] | 'solid';
}

/** A detector as far as its look goes. */
export interface MadeDetector {
  readonly name: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/**
 * Hue and dash of each detector of a project, keyed by name, in the order in which they were made: one that comes later changes
 * no other, and figures that were kept still match.
 */
export function projectLooks(detectors: Iterable<MadeDetector>): ReadonlyMap<string, DetectorLook> {
  const first = new Map<string, string>();
  for (const { name, createdAt } of detectors) {
    const before = first.get(name);
    if (before === undefined || createdAt < before) first.set(name, createdAt);
  }
  const sorted = [...first].sort(([a, madeA], [b, madeB]) =>
    madeA === madeB ? a.localeCompare(b, 'en', { numeric: true }) : madeA < madeB ? -1 : 1,
  );
  return new Map(sorted.map(([name], place) => [name, detectorLookAt(place)]));
}

/** Hue and dash of each of some names: the same names give the same looks, in any order. */
export function detectorLooks(names: Iterable<string>): ReadonlyMap<string, DetectorLook> {
  const sorted = [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return new Map(sorted.map((name, index) => [name, detectorLookAt(index)]));
}

/** Hue and dash of the detector at a place, from 0, among those of its project, in the order above. */
export function detectorLookAt(place: number): DetectorLook {
  return { color: detectorHues[place % detectorHues.length] ?? groupColors.CONTROL, dash: dashAt(place) };
}

/** Solid at first; then one dash after the other, of a number prime to that of hues: forty lines all differ. */
function dashAt(index: number): readonly number[] | 'solid' {
  if (index < mostSolid) return 'solid';
  return detectorDashes[1 + ((index - mostSolid) % (detectorDashes.length - 1))] ?? 'solid';
}

/** Colors of everything in a chart that is not data. */
export const chartInk = {
  light: { ink: '#212529', soft: '#5c636a', grid: '#e4e7eb', paper: '#ffffff' },
  dark: { ink: '#e6e8ea', soft: '#a3a9b0', grid: '#34383d', paper: '#17191c' },
} as const;

/** A single curve that stands for neither a group nor a detector: the accent. */
export const chartAccent: SchemeColor = { light: '#1f7275', dark: '#67adaf' };

/** From little to much, for cells of a heat map: on white paper much is dark, on dark paper it is light. */
export const ramps = {
  light: ['#f4f6f6', '#c5d9d6', '#85b5b0', '#3f8a84', '#0b4f4a'],
  dark: ['#24282b', '#22494a', '#2a746f', '#57aaa0', '#c9efe6'],
} as const;

/** From below to above, with the paper between: of differences. */
export const divergingRamps = {
  light: ['#8c510a', '#d8b365', '#f5f5f4', '#7fbcb3', '#01665e'],
  dark: ['#e0a85a', '#8a6328', '#2a2d30', '#2f7a72', '#7fd6c8'],
} as const;
